import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import { type TrainerFlag, trainerFlags } from '../generated/trainer-flags.ts';
import { locate } from '../source/locate.ts';
import type { Parsed } from '../source/parse-yaml.ts';
import type { FlagValue, Foreign, Reading, Setting } from './reading.ts';
import { trainerOfFlags } from './trainer.ts';
import { finding, shown, type Word } from './word.ts';

/** Reads args.json, which the trainer writes into the folder of a run: every destination of its parser with its value. */
export function readRecord(value: Readonly<Record<string, unknown>>, parsed: Parsed): Reading {
  const settings = new Map<string, Setting>();
  const foreign: Foreign[] = [];
  const findings: Diagnostic[] = [];
  for (const [key, item] of Object.entries(value)) {
    if (key === PROCESSES && processesOf(value) !== undefined) continue;
    const name = { text: key, span: locate(parsed, [key], 'key') };
    const at = locate(parsed, [key], 'value');
    const words = [item].flat().map((one) => ({ text: String(one), span: at }));
    const flag = flagOfKey(key, item);
    if (flag === undefined) foreign.push({ name, words });
    else settings.set(flag.dest, { flag, name, words, value: valueOf(flag, item, name, findings) });
  }
  const place = { file: parsed.file, start: 0, end: 1 };
  const read = { isRecord: true, isOverlay: false, place, settings, foreign, findings };
  return { trainer: trainerOfFlags(read), ...read };
}

/** A key of the record that is none of the parser (hydit/train_deepspeed.py:241, commit 368280e). */
const PROCESSES = 'world_size';

/** Processes that trained, over all nodes; undefined where the record does not say. */
export function processesOf({ [PROCESSES]: count }: Readonly<Record<string, unknown>>): number | undefined {
  return Number.isSafeInteger(count) && Number(count) > 0 ? Number(count) : undefined;
}

/** Of two switches with one destination the one that sets this value. */
function flagOfKey(key: string, value: unknown): TrainerFlag | undefined {
  const flags = trainerFlags.filter(({ dest }) => dest === key);
  return flags.find(({ sets }) => sets === value) ?? flags[0];
}

function valueOf(flag: TrainerFlag, value: unknown, name: Word, findings: Diagnostic[]): FlagValue {
  if (value === null) return null;
  const items = [value].flat();
  if (items.every((item) => isOfType(flag, item))) {
    const fits = flag.choices === null || items.every((item) => flag.choices?.includes(String(item)));
    if (fits) return value as FlagValue; // every item has been looked at
    findings.push(unfit(flag, name.span, value, `one of ${(flag.choices ?? []).join(', ')}`));
    return flag.default;
  }
  findings.push(unfit(flag, name.span, value, flag.type ?? 'true or false'));
  return flag.default;
}

function isOfType({ type }: TrainerFlag, item: unknown): boolean {
  if (type === 'int') return Number.isInteger(item);
  if (type === 'float') return typeof item === 'number';
  if (type === 'str') return typeof item === 'string';
  return typeof item === 'boolean';
}

function unfit(flag: TrainerFlag, span: Span, value: unknown, wanted: string): Diagnostic {
  return finding(
    span,
    'error',
    flag.choices === null ? 'wrong-type' : 'no-such-choice',
    `\`${flag.dest}\` is ${shown(JSON.stringify(value))}, and the trainer has ${wanted}`,
    'The trainer did not write this. Its default is imported instead.',
  );
}
