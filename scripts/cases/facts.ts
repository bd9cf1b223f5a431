import { resolve } from 'node:path';
import { compile } from '../../src/compile.ts';
import { type Diagnostic, type Path, type Span, sortDiagnostics } from '../../src/diagnostics/diagnostic.ts';
import type { Beside } from '../../src/foreign/beside.ts';
import { judgeForeign } from '../../src/foreign/index.ts';
import { load } from '../../src/source/load.ts';
import { locate } from '../../src/source/locate.ts';
import type { Parsed } from '../../src/source/parse-yaml.ts';
import { VALID } from '../../test/support/valid-experiment.ts';
import type { Facts } from './expectation.ts';
import { put } from './put.ts';

/** Where each fact lies in an experiment; one that is not here, the language does not have. */
const PLACES: Readonly<Record<string, Path>> = {
  env: ['machine', 'env'],
  nodes: ['machine', 'nodes'],
  base: ['resolution', 'base'],
  reso_step: ['resolution', 'step'],
  weights: ['model', 'weights'],
  hostfile: ['machine', 'launch', 'hostfile'],
  results: ['machine', 'packed'],
  slurm: ['machine', 'launch'],
};

/** The findings of the valid experiment with the facts of a file in it, told at the facts. */
export async function feedFacts(folder: string, name: string, facts: Facts): Promise<readonly Diagnostic[]> {
  // A path of a wrong form ends the check before its rules, and a run has one launch: each is an experiment of its own.
  const { results, slurm, ...others } = facts;
  const apart = [
    ...(results === undefined ? [] : [{ results }]),
    ...(slurm === undefined
      ? []
      : [{ slurm: { kind: 'slurm', ...(slurm as object) }, nodes: facts['nodes'] ?? 1 }]),
  ];
  const found = await Promise.all([others, ...apart].map((each) => feedTogether(folder, name, each)));
  return sortDiagnostics(found.flat());
}

async function feedTogether(folder: string, name: string, facts: Facts): Promise<readonly Diagnostic[]> {
  const value = structuredClone(VALID) as Record<string, unknown>; // keys are written into it
  const given = Object.entries(PLACES).filter(([fact]) => Object.hasOwn(facts, fact));
  if (Object.hasOwn(facts, 'hostfile')) put(value, ['machine', 'launch', 'kind'], 'hosts');
  for (const [fact, place] of given) put(value, place, facts[fact]);
  const bytes = Buffer.from(JSON.stringify(value));
  const { diagnostics } = await compile({ file: '-', bytes, cwd: folder, until: 'rules' });
  const parsed = load(resolve(folder, name), name);
  return diagnostics.flatMap((finding) => {
    const fact = given.find(([, place]) => place.every((step, at) => finding.path[at] === step));
    if (!fact || finding.code === 'rule/weights-missing') return []; // paths of the cases are not here
    return [{ ...finding, span: entryAt(parsed, [fact[0], ...finding.path.slice(fact[1].length)]) }];
  });
}

/** From the key to the end of the value. */
function entryAt(parsed: Parsed, path: Path): Span {
  const { file, start } = locate(parsed, path, 'key');
  return { file, start, end: locate(parsed, path, 'value').end };
}

/** Counts of buckets as an index that holds them; its findings about them, told at the counts. */
export function feedCounts(folder: string, name: string, facts: Facts): readonly Diagnostic[] {
  const counts = Object.entries(facts['counts'] as Record<string, number>); // as README.md of the cases says
  const index = {
    ...{ data_type: [], arrow_files: ['a.arrow'], cum_length: [0], indices_file: '', indices: {} },
    group_length: Object.fromEntries(counts.map(([bucket, count]) => [bucket, [count]])),
  };
  const judged = judgeForeign('mt.json', Buffer.from(JSON.stringify(index)), besideOf(facts));
  const parsed = load(resolve(folder, name), name);
  return (judged?.diagnostics ?? []).flatMap((finding) => {
    const { file, start, end } = finding.span;
    const bucket = file.text.slice(start, end).replaceAll('"', '');
    return counts.some(([known]) => known === bucket)
      ? [{ ...finding, span: entryAt(parsed, ['counts', bucket]) }]
      : [];
  });
}

/** What a case says of its training, in the names of the code. */
export function besideOf(facts: Facts): Beside {
  const { gpus, world = gpus, batch, accumulation = 1, trainable, base, reso_step, method, ema } = facts;
  return {
    ...(typeof world === 'number' && { world }),
    ...(typeof batch === 'number' && { microBatch: batch }),
    ...(typeof world === 'number' && typeof batch === 'number' && typeof accumulation === 'number'
      ? { batch: world * batch * accumulation }
      : {}),
    ...(typeof trainable === 'number' && { trainable }),
    ...(typeof base === 'number' && { base }),
    ...(typeof reso_step === 'number' && { step: reso_step }),
    lora: method === 'lora',
    ema: ema !== undefined,
  };
}
