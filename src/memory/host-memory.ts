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
  readonly start: readonly MemoryLine[];
  readonly training: readonly MemoryLine[];
  /** Bytes at the larger of both. */
  readonly low: number;
  readonly high: number;
}

/**
 * Main memory of a node. At the start each process builds the model in fp32, halves it, and loads the weights file beside it; an average is
 * copied from the fp32 model; the encoders are loaded in fp32 (hydit/train_deepspeed.py:270-348, 440, commit 368280e). In training it holds what is
 * offloaded, and the process itself with its loaders, which nobody has measured.
 */
export function hostMemory(input: MemoryInput, settings: MemorySettings, workers: number): HostMemory {
  const processes = input.gpusPerNode;
  const { all } = parametersOf(input);
  const line = (name: string, bytes: number, note: string): MemoryLine => ({
    name,
    low: bytes * processes,
    high: bytes * processes,
    note,
  });
  const runtime: MemoryLine = {
    name: 'processes and loaders',
    low: processes * (2 + 0.5 * workers) * GIB,
    high: processes * (4 + 1.5 * workers) * GIB,
    note: 'a range: not measured',
  };
  const start = [
    line(
      'model in fp32',
      FLOAT * all,
      processes === 1 ? 'built whole' : `built whole by ${processes} processes`,
    ),
    line('weights file', HALF * all, 'read beside the model'),
    line('moving average', movingAverage(input) === 0 ? 0 : FLOAT * all, 'copied from the fp32 model'),
    line('frozen encoders', encoderWeights(input, 'fp32'), 'before they move to the GPU'),
    runtime,
  ].filter(({ high }) => high > 0);
  const offloaded = line('offloaded states', offloadedStates(input, settings), 'pinned');
  const training = offloaded.high > 0 ? [offloaded, runtime] : [runtime];
  const low = Math.max(sum(start, 'low'), sum(training, 'low'));
  return { start, training, low, high: Math.max(sum(start, 'high'), sum(training, 'high')) };
}

function sum(lines: readonly MemoryLine[], bound: 'low' | 'high'): number {
  return lines.reduce((total, line) => total + line[bound], 0);
}
