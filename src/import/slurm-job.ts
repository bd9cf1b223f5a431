import { type Diagnostic, type SourceFile } from '../diagnostics/diagnostic.ts';
import { finding, shown, type Word } from './word.ts';

/** What a Slurm job asks for: options of sbatch by their long names, as its lines `#SBATCH …` and its command give them. */
export type SlurmJob = ReadonlyMap<string, Word>;

/** Letters of sbatch (Slurm 22.05, man sbatch) for the options that are read here. */
const LETTERS: Readonly<Record<string, string>> = {
  A: 'account',
  C: 'constraint',
  G: 'gpus',
  J: 'job-name',
  N: 'nodes',
  c: 'cpus-per-task',
  n: 'ntasks',
  p: 'partition',
  q: 'qos',
  t: 'time',
};

/** The options in the words of a command or of a line; a switch has the empty text. */
export function optionsOf(words: readonly Word[]): SlurmJob {
  const options = new Map<string, Word>();
  words.forEach((word, at) => {
    const [, long, short, glued] = /^(?:--([a-z][\w-]*)|-([A-Za-z]))(?:=?([^]*))$/.exec(word.text) ?? [];
    const name = long ?? (short === undefined ? undefined : LETTERS[short]);
    if (name === undefined || glued === undefined) return;
    const next = words[at + 1];
    const value = glued === '' && next && !next.text.startsWith('-') ? next : { ...word, text: glued };
    options.set(name, value);
  });
  return options;
}

/** The job of a script, and its lines that sbatch does not read, as it stops at the first command. */
export function jobOf(file: SourceFile): {
  readonly job: SlurmJob;
  readonly findings: readonly Diagnostic[];
} {
  const words: Word[] = [];
  const late: Word[] = [];
  let isHead = true;
  for (const [at, start] of file.lineStarts.entries()) {
    const line = file.text.slice(start, file.lineStarts[at + 1]).trimEnd();
    if (line !== '' && !line.startsWith('#')) isHead = false;
    if (!/^#SBATCH\s/.test(line)) continue;
    const found = wordsOf(file, start + 7, line.slice(7));
    if (isHead) words.push(...found);
    else late.push(...found.slice(0, 1));
  }
  return {
    job: optionsOf(words),
    findings: late.map(({ text, span }) =>
      finding(
        span,
        'warning',
        'directive-not-read',
        `${shown(text)} stands behind a command`,
        'sbatch reads the lines `#SBATCH` above the first command only. Move it up.',
      ),
    ),
  };
}

/** The words of a directive up to a comment, without their quotes. */
function wordsOf(file: SourceFile, start: number, text: string): readonly Word[] {
  const before = text.replace(/\s#.*$/, '');
  return [...before.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map((found) => ({
    text: found[0].replace(/["']/g, ''),
    span: { file, start: start + found.index, end: start + found.index + found[0].length },
  }));
}

/** Nodes of a job; of a range the least, which it may get. */
export function nodesOf(job: SlurmJob | undefined): number | undefined {
  const found = /^(\d+)(-\d+)?$/.exec(job?.get('nodes')?.text ?? '');
  return found ? Math.max(1, Number(found[1])) : undefined;
}

/** The GPUs of a node and their type, as `--gpus-per-node`, `--gres` or `--gpus` say it. */
export function gpusOf(job: SlurmJob | undefined): { readonly count?: number; readonly type?: string } {
  const each = job?.get('gpus-per-node')?.text ?? gresOf(job?.get('gres')?.text);
  const all = job?.get('gpus')?.text;
  const [, type, digits = each === undefined ? undefined : '1'] =
    /^(?:([A-Za-z]\w*)(?::|$))?(\d+)?$/.exec(each ?? all ?? '') ?? [];
  const count =
    digits === undefined ? undefined : Number(digits) / (each === undefined ? (nodesOf(job) ?? 1) : 1);
  return {
    ...(count !== undefined && Number.isInteger(count) && count > 0 && { count }),
    ...(type !== undefined && { type }),
  };
}

/** What stands behind `gpu` in `gpu:a100:8,shard:1`. */
const gresOf = (text: string | undefined): string | undefined =>
  text
    ?.split(',')
    .map((one) => /^(?:gres[:/])?gpu(?::(.*))?$/.exec(one))
    .find((found) => found !== null)
    ?.at(1) ?? (text !== undefined && /(^|,)gpu(,|$)/.test(text) ? '1' : undefined);

/** Variables that Slurm sets in a job, where the options say what they are. */
export function variablesOf(job: SlurmJob): ReadonlyMap<string, Word> {
  const [any] = job.values();
  if (any === undefined) return new Map();
  const nodes = nodesOf(job);
  const { count } = gpusOf(job);
  const known: readonly (readonly [string, string | undefined])[] = [
    ['SLURM_NNODES', nodes?.toString()],
    ['SLURM_JOB_NUM_NODES', nodes?.toString()],
    ['SLURM_GPUS_ON_NODE', count?.toString()],
    ['SLURM_GPUS_PER_NODE', job.get('gpus-per-node')?.text],
    ['SLURM_NTASKS_PER_NODE', job.get('ntasks-per-node')?.text],
    ['SLURM_CPUS_PER_TASK', job.get('cpus-per-task')?.text],
    ['SLURM_JOB_NAME', job.get('job-name')?.text],
  ];
  return new Map(
    known.flatMap(([name, text]) => (text === undefined ? [] : [[name, { ...any, text }] as const])),
  );
}
