import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { judgeForeign } from '../../foreign/index.ts';
import { MAX_BYTES } from '../../source/decode.ts';
import { readSource } from '../../source/read-source.ts';

/** The findings of a file that is no experiment but one that DeepSpeed or IndexKits read; nothing for any other. */
export function checkForeign(
  file: string,
  bytes: Uint8Array,
  cwd: string,
): readonly Diagnostic[] | undefined {
  return judgeForeign(file === '-' ? '<stdin>' : file, bytes, { cwd })?.diagnostics;
}

/** All bytes of a file; an index has many more than an experiment. */
export function readWhole(file: string, cwd: string): Uint8Array {
  const path = resolve(cwd, file);
  const beginning = readSource(path, file); // says what is wrong with a file that cannot be read
  return beginning.length <= MAX_BYTES ? beginning : readFileSync(path);
}
