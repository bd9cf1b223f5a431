import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { stringify } from 'yaml';
import { type Compiled, compile } from '../../src/compile.ts';
import { type Diagnostic, dotted } from '../../src/diagnostics/diagnostic.ts';
import { locate } from '../../src/source/locate.ts';
import { merge } from './valid-experiment.ts';
import { type TextSeat, textSeats } from './text-seats.ts';

type Map = Readonly<Record<string, unknown>>;

/** Name of an experiment's file that does harm where it is more than a name. */
export const FILE = "it's `touch pwned` $(touch pwned).yaml";

/** What launches an experiment, on two nodes where it can have two. */
export const LAUNCHES = {
  local: { machine: { launch: { kind: 'local' } } },
  hosts: { machine: { nodes: 2, launch: { kind: 'hosts', hostfile: 'hosts' } } },
  slurm: {
    machine: {
      nodes: 2,
      gpus_per_node: 1,
      workers: 0,
      launch: { kind: 'slurm', time: '00:10:00', port: 29500 },
    },
  },
  trainjob: { machine: { nodes: 2, launch: podLaunch('trainjob') } },
  job: { machine: { nodes: 2, launch: podLaunch('job') } },
} as const;

export type LaunchName = keyof typeof LAUNCHES;

function podLaunch(mechanism: string) {
  const lab = { claim: 'shared-work', mount: '/mnt' };
  return { kind: 'kubernetes', mechanism, image: 'hunyuandit', folder: '/mnt/porcelain', volumes: { lab } };
}

/** An experiment that has something under each name that seats use. */
const EXPERIMENT = {
  ditc: 1,
  name: 'porcelain',
  model: { version: 'v1.2', weights: 'ema' },
  method: { kind: 'lora', rank: 64 },
  resolution: { kind: 'single', size: 1024 },
  batch: 8,
  optimizer: { lr: 1e-4 },
  length: '2000 steps',
  data: { sources: { porcelain: { csv: 'porcelain.csv' }, vases: { csv: 'vases.csv' } } },
  captions: {
    variants: { vases: { column: 'text', kind: 'tags' } },
    classes: { character: { dictionary: 'names.tsv' } },
  },
  save: { every: '500 steps', keep: 4 },
  machine: {
    gpu: 'A800-80GB',
    checkout: 'HunyuanDiT',
    gpus_per_node: 2,
    memory: { zero: 0, micro_batch: 2 },
    secrets: ['SEEN_SECRET'],
  },
};

const EDITS = [
  { translate: { class: 'character', p: 0.1 } },
  { drop: { class: 'character', p: 0.1 } },
  { shuffle: {} },
  { replace: { pattern: 'a', with: 'b' } },
  { prepend: { text: 'a' } },
  { append: { text: 'a' } },
  { case: { to: 'lower' } },
];

/** Other beginnings, for seats that the experiment has no room for as it is. */
const CHANGES: readonly Map[] = [
  {},
  { data: { sources: { vases: undefined } } },
  { data: { sources: { vases: { csv: undefined, folder: 'vases' } } } },
  { captions: { classes: { vases: { pattern: 'a' } } } },
  { captions: { classes: { vases: { list: 'names.txt' } } } },
  { captions: { classes: { vases: { dictionary: 'names.tsv' } } } },
  { method: { kind: 'ipadapter', weights: 'public' } },
  { captions: undefined },
  { resolution: { kind: 'multi', base: 1024, ratios: ['1/1'] } },
  ...EDITS.map((edit) => ({ captions: { edits: [{ id: 'vases', ...edit }] } })),
];

/** Documents that a seat may be taken in, for a launch. */
export const beginnings = (launch: LaunchName): readonly Map[] =>
  CHANGES.map((change) => merge(merge(EXPERIMENT, LAUNCHES[launch]), change));

/** Content of files that a check reads, by the key that names them. */
const CONTENTS: Readonly<Record<string, string>> = {
  csv: 'image_path,text\na.png,a\n',
  list: 'a\n',
  dictionary: 'a\tb\n',
  hostfile: '127.0.0.1 slots=2\n127.0.0.2 slots=2\n',
};

/** Where a text of a seat can stand: as it is, or as a part of what has the form that is asked for. Files have folders of their own. */
function carriers(seat: TextSeat, text: string): readonly [string, ...string[]] {
  const key = keyOf(seat);
  const inFolder = [`./${key}/${text}`, `./${key}/${text}.yaml`] as const;
  return CONTENTS[key] === undefined ? [text, ...inFolder, `/mnt/${text}`] : [...inFolder, text];
}

/** The last key of a seat. */
const keyOf = ({ name }: TextSeat): string => name.slice(name.lastIndexOf('.') + 1);

/** A text at a seat, in a form that stands there. */
export interface Seated {
  readonly seat: TextSeat;
  readonly value: string;
  /** Number of the form. */
  readonly form: number;
}

export const SEATS = textSeats();

/** Launches that have a seat: those that it is about, or all. */
export function launchesOf({ name }: TextSeat): readonly LaunchName[] {
  if (name.includes('launch kubernetes.')) return ['trainjob', 'job'];
  const own = (['hosts', 'slurm'] as const).find((launch) => name.includes(`launch ${launch}.`));
  return own ? [own] : ['local', 'hosts', 'slurm', 'trainjob', 'job'];
}

/** The forms of a text at a seat that have the form that is asked for there. */
export const seatedForms = (seat: TextSeat, text: string): readonly Seated[] =>
  carriers(seat, text)
    .map((value, form) => ({ seat, value, form }))
    .filter(({ value }) => seat.pattern === undefined || new RegExp(seat.pattern).test(value));

/** The same seats with another text in the same forms. */
export const reseated = (seated: readonly Seated[], text: string): readonly Seated[] =>
  seated.map(({ seat, form }) => ({ seat, form, value: carriers(seat, text)[form] ?? text }));

/** Compiles a document with texts at their seats. Exceptions are made for rules against them: a user can make them as well. */
export async function compileSeated(
  folder: string,
  beginning: Map,
  seated: readonly Seated[],
  until: 'rules' | 'files' = 'files',
): Promise<Compiled> {
  // What seats are put into is a map, and stays one.
  const document = seated.reduce<unknown>(
    (value, { seat, value: text }) => seat.put(value, text),
    beginning,
  ) as Map;
  for (const each of seated) furnish(folder, beginning, each);
  const compiled = await compileDocument(folder, document, until);
  const allow = compiled.diagnostics
    .filter(({ code, severity }) => severity === 'error' && code.startsWith('rule/'))
    .map(({ code, path }) => ({ rule: code.slice('rule/'.length), at: dotted(path), why: 'hostile' }));
  if (allow.length === 0) return compiled;
  const before = Array.isArray(document['allow']) ? document['allow'] : [];
  return compileDocument(folder, { ...document, allow: [...before, ...allow] }, until);
}

/** Characters that a file has to write as escapes. */
const UNSEEN = /[\u0080-\u009f\u2028\u2029\ufeff]/g;
const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

function compileDocument(folder: string, document: Map, until: 'rules' | 'files'): Promise<Compiled> {
  const [row] = Array.isArray(document['runs']) ? (document['runs'] as { id?: string }[]) : [];
  const text = stringify(document, { defaultStringType: 'QUOTE_DOUBLE', lineWidth: 0 }).replaceAll(
    UNSEEN,
    escape,
  );
  const run = row?.id !== undefined && /^[a-z0-9]+$/.test(row.id) ? row.id : undefined;
  const bytes = Buffer.from(text);
  return compile({ file: join(folder, FILE), cwd: folder, bytes, until, run });
}

/** Writes the file that a text names: a machine file with the machine of the document, or what a check wants to read. */
function furnish(folder: string, { machine }: Map, { seat, value }: Seated): void {
  const path = posix.resolve(folder, value);
  if (/[\0\n]/.test(value) || !path.startsWith(`${folder}/`)) return;
  const key = keyOf(seat);
  const content = key === 'machine' ? stringify({ ditc: 1, machine }) : CONTENTS[key];
  if (content !== undefined) write(path, content);
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Errors of a compilation, each with whether it is about the seat. */
export function refusals(
  { diagnostics, parsed }: Compiled,
  { seat, value }: Seated,
): readonly (Diagnostic & { readonly isThere: boolean })[] {
  const path = seat.pathOf(value);
  const spans = (['key', 'value'] as const).map((what) => locate(parsed, path, what));
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map((finding) => ({
      ...finding,
      isThere:
        dotted(finding.path).startsWith(dotted(path)) ||
        spans.some(({ start, end }) => finding.span.start >= start && finding.span.end <= end),
    }));
}
