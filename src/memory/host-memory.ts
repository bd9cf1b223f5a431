import { parametersOf } from './adapter-parameters.ts';
import { encoderWeights } from './encoders.ts';
import type { MemoryLine } from './gpu-memory.ts';
import type { MemoryInput, MemorySettings } from './memory-input.ts';
import { movingAverage, offloadedStates } from './states.ts';

const GIB = 2 ** 30;
const FLOAT = 4;
const HALF = 2;

/** Main memory of one node, for two times that do not coincide. */
export interface HostMemory {
  /** The part of the start that needs most. */
  readonly start: readonly MemoryLine[];
  readonly training: readonly MemoryLine[];
  /** Bytes at the larger of both. */
  readonly low: number;
  readonly high: number;
}

/** Main memory of a node. What a process takes for itself and its loaders nobody has measured: a range. */
export function hostMemory(input: MemoryInput, settings: MemorySettings, workers: number): HostMemory {
  const processes = input.gpusPerNode;
  const start = [...startLines(input), runtime('process', 1, 4)].map((line) => times(line, processes));
  const training = [
    ...present([counted('offloaded states', offloadedStates(input, settings), 'pinned')]),
    runtime('process and loaders', 1 + 0.2 * workers, 4 + 1.5 * workers),
  ].map((line) => times(line, processes));
  const low = Math.max(sum(start, 'low'), sum(training, 'low'));
  return { start, training, low, high: Math.max(sum(start, 'high'), sum(training, 'high')) };
}

/**
 * The largest of three moments of the start, which follow each other: the model is built in fp32, and an average copied from it;
 * halved, it stays while the encoders are loaded, VAE and CLIP in fp32; with those on the GPU, the weights file is read beside it,
 * and that of the average (hydit/train_deepspeed.py:270-348, 440; hydit/utils/tools.py:164-201, commit 368280e).
 */
function startLines(input: MemoryInput): readonly MemoryLine[] {
  const { all } = parametersOf(input);
  const averaged = movingAverage(input) > 0;
  const half = counted('model in fp16', HALF * all, 'before it moves to the GPU');
  const moments = [
    [
      counted('model in fp32', FLOAT * all, 'as it is built'),
      counted('moving average', averaged ? FLOAT * all : 0, 'a copy of it'),
    ],
    [half, counted('frozen encoders', encoderWeights(input, 'fp32'), 'before they move to the GPU')],
    [
      half,
      counted('weights file', HALF * all, 'read beside it'),
      counted('file of the average', averaged ? HALF * all : 0, 'read beside it'),
    ],
  ];
  return present(moments.reduce((most, moment) => (sum(moment, 'high') > sum(most, 'high') ? moment : most)));
}

const counted = (name: string, bytes: number, note: string): MemoryLine => ({
  name,
  low: bytes,
  high: bytes,
  note,
});

const runtime = (name: string, low: number, high: number): MemoryLine => ({
  name,
  low: low * GIB,
  high: high * GIB,
  note: 'a range: not measured',
});

const present = (lines: readonly MemoryLine[]): readonly MemoryLine[] => lines.filter(({ high }) => high > 0);

const times = ({ name, low, high, note }: MemoryLine, processes: number): MemoryLine => ({
  name,
  low: low * processes,
  high: high * processes,
  note: processes === 1 ? note : `${note}, ${processes} times`,
});

function sum(lines: readonly MemoryLine[], bound: 'low' | 'high'): number {
  return lines.reduce((total, line) => total + line[bound], 0);
}
