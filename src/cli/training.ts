import { resolve } from 'node:path';
import { compile, type Request } from '../compile.ts';
import { captionColumns } from '../experiment/caption-columns.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Beside } from '../foreign/beside.ts';
import { parametersOf } from '../memory/adapter-parameters.ts';
import type { Selection } from './compile-or-report.ts';
import { isExperiment } from './named-files.ts';

/** The experiment that files of other tools are for, as far as they are judged by it. */
export interface Training {
  readonly beside: Beside;
  readonly columns: Experiment['data']['columns'];
  readonly captions: readonly string[];
  /** Absolute folder where paths of a CSV start; undefined for that of the CSV. */
  readonly dataRoot: string | undefined;
}

/** The training of a command, which is compiled when the first file of another tool is met. */
export type FindTraining = () => Promise<Training | undefined>;

/** The experiment of `--with`; without it the only one that the same command checks. */
export function findTraining(
  files: readonly string[],
  { with: named, machine, run, set }: Selection & { readonly with?: string },
  cwd: string,
): FindTraining {
  let found: Promise<Training | undefined> | undefined;
  const find = async (): Promise<Training | undefined> => {
    const experiments = named === undefined ? files.filter((file) => isNamedExperiment(file, cwd)) : [named];
    const [file, ...others] = experiments;
    if (file === undefined || others.length > 0) return undefined;
    return trainingOf({ file, cwd, machine, run, set });
  };
  return () => (found ??= find());
}

const isNamedExperiment = (file: string, cwd: string): boolean =>
  /\.ya?ml$/.test(file) && isExperiment(resolve(cwd, file), file);

/** The first stage of an experiment; undefined where its own errors leave nothing to judge by. */
async function trainingOf(request: Request): Promise<Training | undefined> {
  const { stages, folder } = await compile({ ...request, until: 'rules' });
  if (!stages) return undefined;
  const [{ experiment, derived }] = stages;
  const { data, machine } = experiment;
  return {
    beside: { cwd: request.cwd, ...sizesOf(experiment), world: derived.worldSize },
    columns: data.columns,
    captions: captionColumns(experiment),
    dataRoot: machine.data_root === undefined ? undefined : resolve(folder, machine.data_root),
  };
}

function sizesOf(experiment: Experiment): Beside {
  const { resolution, method, machine, batch, ema } = experiment;
  return {
    multi: resolution.kind === 'multi',
    ...(resolution.kind === 'single'
      ? { base: resolution.size }
      : { base: resolution.base, ...(resolution.step !== undefined && { step: resolution.step }) }),
    batch,
    microBatch: machine.memory.micro_batch,
    slots: machine.gpus_per_node,
    nodes: machine.nodes,
    trainable: parametersOf(experiment).trained,
    lora: method.kind === 'lora',
    ema: ema !== 'none',
  };
}
