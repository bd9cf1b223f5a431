import { type Diagnostic, sortDiagnostics, type SourceFile } from '../diagnostics/diagnostic.ts';
import { findingAt } from '../source/finding.ts';
import { makeSourceFile } from '../source/source-file.ts';
import type { Beside } from './beside.ts';
import { isDeepSpeedEnv, judgeDeepSpeedEnv } from './deepspeed-env.ts';
import { isDeepSpeed, judgeDeepSpeed } from './deepspeed/judge.ts';
import { isHostfile, judgeHostfile } from './hostfile.ts';
import { isRecipe, judgeRecipe } from './idk/judge.ts';
import { isIndex, judgeIndex } from './index-json/judge.ts';
import type { JsonNode } from './json/node.ts';
import { parseJson } from './json/parse-json.ts';
import { isKohya, judgeKohya } from './kohya/judge.ts';

/** A file of another tool, and what is wrong in it. */
export interface Judged {
  readonly kind: string;
  readonly diagnostics: readonly Diagnostic[];
}

type Judge = (file: SourceFile, beside: Beside) => readonly Diagnostic[];

interface ForeignKind {
  readonly kind: string;
  readonly matches: (path: string, text: string) => boolean;
  readonly judge: Judge;
}

const isJson = (path: string, text: string): boolean => path.endsWith('.json') || /^\ufeff?\s*\{/.test(text);

/** By name before content, and the rarer content first. */
const KINDS: readonly ForeignKind[] = [
  { kind: '.deepspeed_env', matches: isDeepSpeedEnv, judge: judgeDeepSpeedEnv },
  { kind: 'kohya configuration', matches: isKohya, judge: judgeKohya },
  { kind: 'index', matches: (path, text) => isJson(path, text) && isIndex(text), judge: ofJson(judgeIndex) },
  {
    kind: 'DeepSpeed configuration',
    matches: (path, text) => isJson(path, text) && isDeepSpeed(path, text),
    judge: ofJson(judgeDeepSpeed),
  },
  {
    kind: 'idk recipe',
    matches: isRecipe,
    judge: ({ path, text }) => judgeRecipe(makeSourceFile(path, text.replace(/^\ufeff/, ''))),
  },
  {
    kind: 'hostfile',
    matches: (path, text) => !isJson(path, text) && !/\.ya?ml$/i.test(path) && isHostfile(path, text),
    judge: judgeHostfile,
  },
];

/**
 * Judges a file that the trainer, DeepSpeed or IndexKits read, recognised by its name and content; nothing for any other file.
 * `beside` is what is known of the training.
 */
export function judgeForeign(path: string, bytes: Uint8Array, beside: Beside = {}): Judged | undefined {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes); // a mark is a fault in some of them
  const found = KINDS.find(({ matches }) => matches(path, text));
  if (!found) return undefined;
  return { kind: found.kind, diagnostics: sortDiagnostics(found.judge(makeSourceFile(path, text), beside)) };
}

/** A judge of the value of a JSON; what is no JSON has been said by then. */
function ofJson(judge: (file: SourceFile, root: JsonNode, beside: Beside) => readonly Diagnostic[]): Judge {
  return (file, beside) => {
    if (file.text.startsWith('\ufeff')) return [findingAt(file, 0, 1, MARK)];
    const { root, findings } = parseJson(file);
    return root ? [...findings, ...judge(file, root, beside)] : findings;
  };
}

const MARK = {
  code: 'json/byte-order-mark',
  message: 'the file starts with a byte order mark',
  help: 'Python refuses to read such a JSON. Save the file as UTF-8 without it.',
  replacement: '',
};
