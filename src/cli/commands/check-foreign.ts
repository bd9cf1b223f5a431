import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { judgeForeign } from '../../foreign/index.ts';
import { MAX_BYTES } from '../../source/decode.ts';
import { readSource } from '../../source/read-source.ts';

/** All bytes of a file; an index has many more than an experiment. */
function readWhole(path: string, name: string): Uint8Array {
  const beginning = readSource(path, name); // says what is wrong with a file that cannot be read
  return beginning.length <= MAX_BYTES ? beginning : readFileSync(path);
}

/** The findings of a file that is no experiment but one that DeepSpeed or IndexKits read; nothing for any other. */
export function checkForeign(
  file: string,
  bytes: Uint8Array | undefined,
  cwd: string,
): readonly Diagnostic[] | undefined {
  const name = file === '-' ? '<stdin>' : file;
  return judgeForeign(name, bytes ?? readWhole(resolve(cwd, file), name), { cwd })?.diagnostics;
}
