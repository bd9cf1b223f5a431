import { posix, resolve } from 'node:path';
import type { CompiledStage } from '../compile.ts';
import { keptCheckpoints } from '../experiment/checkpoints.ts';
import { type Launcher, LAUNCHERS } from '../env/find-trainer.ts';
import { type Network, networksOf } from '../experiment/networks.ts';
import { type Gpu, gpuOf } from '../hardware/gpus.ts';
import { diskSpace } from '../memory/disk.ts';
import { pathsOf } from '../targets/paths.ts';
import { trainerScript } from '../targets/launch/trainer.ts';
import { weightsPlace } from '../targets/launch/weights.ts';
import type { Architecture } from './weights/judge-tensors.ts';

/** A path as it is looked at, and as it is shown. */
export interface Shown {
  readonly path: string;
  readonly shown: string;
}

/** A file of weights and what it should hold. */
export type WantedWeights = Shown & Architecture;

/** A folder that is written to. */
export interface WantedSpace extends Shown {
  /** Bytes that come; undefined when that is not known. */
  readonly bytes: number | undefined;
}

/** What is looked for. Without an experiment it is what every training needs. */
export interface Wanted {
  readonly checkout: Shown;
  /** Script of the checkout that trains. */
  readonly trainer: string;
  /** The commit that the experiment names; another one than ours is a fork with flags of its own. */
  readonly commit: string | undefined;
  /** Networks that the method needs beside those of every training. */
  readonly networks: readonly Network[];
  /** Whether the depth model of Hugging Face is loaded from the cache. */
  readonly depthModel: boolean;
  readonly gpus: number;
  /** The card that the experiment counts on. */
  readonly card: (Gpu & { readonly name: string }) | undefined;
  /** Kernel of attention; undefined when nobody has chosen. */
  readonly attention: 'flash' | 'torch' | undefined;
  readonly launcher: Launcher;
  /** Port of this machine where the processes find each other; undefined where it is one of another machine. */
  readonly port: number | undefined;
  /** The one file that training starts from, or that there is none; undefined: any of the public ones. */
  readonly weights: WantedWeights | 'none' | undefined;
  readonly space: readonly WantedSpace[];
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/** Where `machine.checkout` is when nobody writes it. */
const DEFAULT_CHECKOUT = '../HunyuanDiT';

/** What any training on this machine needs. */
export function wantedByAny(cwd: string): Wanted {
  return {
    checkout: { path: resolve(cwd, DEFAULT_CHECKOUT), shown: DEFAULT_CHECKOUT },
    trainer: 'hydit/train_deepspeed.py',
    commit: undefined,
    networks: [],
    depthModel: false,
    gpus: 1,
    card: undefined,
    attention: undefined,
    launcher: LAUNCHERS.local,
    port: undefined,
    weights: undefined,
    space: [{ path: cwd, shown: '.', bytes: undefined }],
    env: {},
    secrets: [],
  };
}

/** What is known of a stage, as far as it says what is needed. */
type Stage = Pick<CompiledStage, 'experiment' | 'memory' | 'derived'>;

/** What an experiment needs of the machine that it runs on. */
export function wantedBy(stages: readonly [Stage, ...Stage[]], folder: string): Wanted {
  const [{ experiment }] = stages;
  const { machine, model, method } = experiment;
  const at = (path: string): Shown => ({ path: resolve(folder, path), shown: path });
  const weights = weightsPlace(experiment);
  const card = gpuOf(machine);
  const name = typeof machine.gpu === 'string' ? machine.gpu : `${machine.gpu.memory} card`;
  return {
    checkout: at(machine.checkout),
    trainer: trainerScript(experiment),
    commit: experiment.trainer.commit,
    networks: networksOf(experiment),
    depthModel: method.kind === 'controlnet' && method.control === 'depth',
    gpus: machine.gpus_per_node,
    card: card && { ...card, name },
    attention: machine.memory.attention,
    launcher: LAUNCHERS[machine.launch.kind],
    port: machine.launch.kind === 'local' ? machine.launch.port : undefined,
    weights: weights
      ? {
          ...at(weights.base === 'root' ? weights.path : posix.join(machine.checkout, weights.path)),
          ...model,
        }
      : 'none',
    space: [
      { ...at(posix.dirname(pathsOf(experiment).run)), bytes: checkpointBytes(stages) },
      { ...at(machine.packed), bytes: undefined },
    ],
    env: Object.fromEntries(Object.entries(machine.env).map(([key, value]) => [key, String(value)])),
    secrets: machine.secrets,
  };
}

/** Bytes of the checkpoints of all stages; undefined when their number is not known. */
function checkpointBytes(stages: readonly Stage[]): number | undefined {
  const bytes = stages.map(({ experiment, memory, derived }) => {
    const checkpoints = keptCheckpoints(experiment, derived);
    if (memory === undefined || checkpoints === undefined) return undefined;
    const { optimizer_state: optimizerState } = experiment.save;
    const lines = diskSpace(memory.input, { checkpoints, optimizerState, packed: undefined });
    return lines.reduce((sum, { high }) => sum + high, 0);
  });
  return bytes.reduce((sum, each) => (sum === undefined || each === undefined ? undefined : sum + each), 0);
}
