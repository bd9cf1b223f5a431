import { type Diagnostic, sortDiagnostics } from '../diagnostics/diagnostic.ts';
import { makeSourceFile } from '../source/source-file.ts';
import type { Beside } from './beside.ts';
import { isDeepSpeed, judgeDeepSpeed } from './deepspeed/judge.ts';
import { parseJson } from './json/parse-json.ts';

/** A file of another tool, and what is wrong in it. */
export interface Judged {
  readonly kind: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Judges a file that the trainer, DeepSpeed or IndexKits read, recognised by its name and content; nothing for any other file.
 * `beside` is what is known of the training.
 */
export function judgeForeign(path: string, bytes: Uint8Array, beside: Beside = {}): Judged | undefined {
  const text = new TextDecoder().decode(bytes);
  const file = makeSourceFile(path, text);
  if (!isJson(path, text)) return undefined;
  if (!isDeepSpeed(path, text)) return undefined;
  const { root, findings } = parseJson(file);
  const judged = root ? judgeDeepSpeed(file, root, beside) : [];
  return { kind: 'DeepSpeed configuration', diagnostics: sortDiagnostics([...findings, ...judged]) };
}

const isJson = (path: string, text: string): boolean => path.endsWith('.json') || /^\s*\{/.test(text);
