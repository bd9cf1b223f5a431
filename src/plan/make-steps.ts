import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { captionColumns } from '../experiment/caption-columns.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { parseSize } from '../experiment/units.ts';
import { pathsOf } from '../targets/paths.ts';
import type { CommandStep, IndexStep, PackStep, Step } from './plan.ts';

/** What is done, in order: pack each source once, index them for each stage, train. */
export function makeSteps(stages: readonly Experiment[]): readonly Step[] {
  const packs = new Map<string, PackStep>();
  const indexes = stages.map((experiment) => {
    const own = Object.keys(experiment.data.sources).map((name) => makePackStep(name, experiment));
    for (const step of own) packs.set(step.out, step);
    return makeIndexStep(own, experiment);
  });
  const [first] = stages;
  if (first === undefined) throw new TypeError('a run without stages');
  const train: CommandStep = {
    kind: 'command',
    id: 'train',
    needs: indexes.map(({ id }) => id),
    argv: ['bash', pathsOf(first).startScript],
    cwd: '.',
  };
  return [...packs.values(), ...indexes, train];
}

function makePackStep(name: string, experiment: Experiment): PackStep {
  const { columns, sources, shard, bad_images: bad } = experiment.data;
  const { csv, folder = '', rows } = sources[name] ?? {};
  const input = csv === undefined ? { folder } : { csv };
  const captions = captionColumns(experiment);
  const step = {
    kind: 'pack' as const,
    id: `pack:${name}`,
    source: name,
    input,
    ...(rows !== undefined && { rows }),
    columns: { ...columns, text: captions[0] ?? columns.text },
    captions,
    dataRoot: experiment.machine.data_root ?? (csv === undefined ? folder : posix.dirname(csv)),
    shard: { rows: shard.rows, bytes: parseSize(shard.size) },
    badImages: { action: bad.action, atMost: bad.at_most },
  };
  return { ...step, out: posix.join(experiment.machine.packed, 'shards', `${name}-${digestOf(step)}`) };
}

/** Shards belong to a source: the folder's name follows from what is packed and how, not from the experiment. */
function digestOf({ input, columns, captions, shard, badImages }: Omit<PackStep, 'out'>): string {
  const several = captions.length > 1 ? { captions } : {};
  return createHash('sha256')
    .update(JSON.stringify({ input, columns, shard, badImages, ...several }))
    .digest('hex')
    .slice(0, 8);
}

function makeIndexStep(packs: readonly PackStep[], experiment: Experiment): IndexStep {
  const { filters, dedupe, sources } = experiment.data;
  return {
    kind: 'index',
    id: `index:${experiment.stage.id}`,
    stage: experiment.stage.id,
    needs: packs.map(({ id }) => id),
    sources: packs.map(({ source, out }) => ({ source, shards: out, times: sources[source]?.times ?? 1 })),
    filters,
    dedupe,
    resolution: resolutionOf(experiment),
    out: pathsOf(experiment).index,
  };
}

function resolutionOf({ resolution }: Experiment): IndexStep['resolution'] {
  if (resolution.kind === 'single') return { kind: 'single', size: resolution.size };
  const { base, step, ratios = [] } = resolution;
  return step === undefined ? { kind: 'multi', base, ratios } : { kind: 'multi', base, step };
}
