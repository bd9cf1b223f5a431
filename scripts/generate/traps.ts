import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { AnyRule } from '../../src/rules/rule.ts';

/** What becomes of a trap; the rules that catch it are known to the rules. */
export interface Trap {
  readonly title: string;
  /** Why it cannot happen. */
  readonly impossible?: string;
  /** By `module.function` of `templates/overlay`, what it does. */
  readonly overlay?: Readonly<Record<string, string>>;
  /** By file below `src`, what it does. */
  readonly build?: Readonly<Record<string, string>>;
  /** By file below `src`, what it finds in a file of another tool. */
  readonly foreign?: Readonly<Record<string, string>>;
  /** By file below `src`, what it says of what stays as it is. */
  readonly said?: Readonly<Record<string, string>>;
  /** What is missing. */
  readonly open?: string;
}

/** The table of traps by id, as it is written. */
export function readTraps(): ReadonlyMap<string, Trap> {
  const table = parse(readFileSync('scripts/generate/traps.yaml', 'utf8')) as Record<string, Trap>; // test/traps.test.ts checks its shape
  return new Map(Object.entries(table));
}

/** `docs/traps.md`: every trap with what becomes of it. Throws when the table names something that is not there. */
export function generateTraps(traps: ReadonlyMap<string, Trap>, rules: readonly AnyRule[]): string {
  const rows = [...traps].map(
    ([id, trap]) => `| ${id} | ${trap.title} | ${answersOf(id, trap, rules).join('<br>')} |`,
  );
  return `${[
    '# Traps',
    '',
    'What goes wrong in training HunyuanDiT (commit 368280e) without a word or late, and what becomes of it here. *Impossible*: no file that is',
    'written can say it. *Overlay*: the Python beside the launch script changes it. *Build*: the data is judged before it is packed. *Rule*: `ditc check`',
    'finds it in the experiment. *Foreign*: `ditc check` or `ditc import` finds it in a file of another tool. *Said*: it only costs, or is yours to do,',
    'and `ditc plan` tells it. *Open*: not yet.',
    '',
    countLine(traps, rules),
    '',
    '| trap | what goes wrong | what becomes of it |',
    '|---|---|---|',
    ...rows,
  ].join('\n')}\n`;
}

/** Every way in which a trap is met, and whether it is met at all. */
export function answersOf(id: string, trap: Trap, rules: readonly AnyRule[]): string[] {
  const caught = rules.filter((rule) => rule.traps.includes(id));
  const answers = [
    ...(trap.impossible === undefined ? [] : [`*Impossible*: ${trap.impossible}.`]),
    ...Object.entries(trap.overlay ?? {}).map(([name, text]) => `*Overlay*: ${overlayLink(name)} ${text}.`),
    ...sourceAnswers('Build', trap.build),
    ...caught.map((rule) => `*Rule*: [${rule.id}](../src/rules/${rule.id}.md), ${rule.severity}.`),
    ...sourceAnswers('Foreign', trap.foreign),
    ...sourceAnswers('Said', trap.said),
    ...(trap.open === undefined ? [] : [`*Open*: ${trap.open}.`]),
  ];
  if (answers.length === 0) throw new Error(`nothing is said about ${id}`);
  return answers;
}

function overlayLink(name: string): string {
  const [module = '', member = ''] = name.split('.');
  const path = `templates/overlay/${module}.py`;
  if (!existsSync(path) || !new RegExp(`^\\s*(def|class) ${member}\\b`, 'm').test(readFileSync(path, 'utf8')))
    throw new Error(`there is no ${member} in ${path}`);
  return `[\`${name}\`](../${path}):`;
}

function sourceAnswers(way: string, files: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries(files).map(([file, text]) => `*${way}*: ${sourceLink(file)} ${text}.`);
}

function sourceLink(file: string): string {
  if (!existsSync(`src/${file}`)) throw new Error(`there is no src/${file}`);
  return `[\`${file}\`](../src/${file}):`;
}

function countLine(traps: ReadonlyMap<string, Trap>, rules: readonly AnyRule[]): string {
  const entries = [...traps];
  const count = (has: (id: string, trap: Trap) => boolean): number =>
    entries.filter(([id, trap]) => has(id, trap)).length;
  const open = count((_, trap) => trap.open !== undefined);
  const foreign = count((_, trap) => trap.foreign !== undefined);
  const said = count((_, trap) => trap.said !== undefined);
  const caught = count((id) => rules.some((rule) => rule.traps.includes(id)));
  return [
    `Of ${traps.size} traps ${count((_, trap) => trap.impossible !== undefined)} are impossible,`,
    `${count((_, trap) => trap.overlay !== undefined)} are met by the overlay, ${count((_, trap) => trap.build !== undefined)} by the build and ${caught} by a rule;`,
    `${foreign} are found in files of other tools, ${said} are said, ${open} are open, wholly or in part. One trap may be met in several ways.`,
  ].join(' ');
}
