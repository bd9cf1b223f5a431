import { resolve } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { judgeForeign } from '../../foreign/index.ts';
import { readSource } from '../../source/read-source.ts';

/** The findings of a file that is no experiment but one that DeepSpeed or IndexKits read; nothing for any other. */
export function checkForeign(
  file: string,
  bytes: Uint8Array | undefined,
  cwd: string,
): readonly Diagnostic[] | undefined {
  const name = file === '-' ? '<stdin>' : file;
  return judgeForeign(name, bytes ?? readSource(resolve(cwd, file), name), { cwd })?.diagnostics;
}
