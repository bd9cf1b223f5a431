import type { Experiment } from '../experiment/experiment.ts';
import type { Gpu } from '../hardware/gpus.ts';

/** What is trained, as far as memory goes. */
export type MethodKind =
  | { readonly kind: 'full' }
  | { readonly kind: 'lora'; readonly rank: number; readonly targets: readonly string[] }
  | { readonly kind: 'controlnet'; readonly control: 'canny' | 'depth' | 'pose' }
  | { readonly kind: 'ipadapter' };

/** What an experiment and a machine say that memory depends on, apart from what can be chosen. */
export interface MemoryInput {
  readonly model: Pick<Experiment['model'], 'size' | 'version'>;
  readonly method: MethodKind;
  /** Every size that a batch may have, in pixels. */
  readonly buckets: readonly { readonly height: number; readonly width: number }[];
  /** Images an optimizer step. */
  readonly batch: number;
  /** Precision of the moving average, if there is one. */
  readonly ema: 'fp32' | 'fp16' | undefined;
  readonly gpu: Gpu;
  readonly gpusPerNode: number;
  readonly nodes: number;
  /** Bytes of main memory of a node, if stated. */
  readonly hostMemory: number | undefined;
  /** Share of GPU memory that stays free. */
  readonly reserve: number;
}

/** All that can be chosen to make it fit. */
export interface MemorySettings {
  readonly zero: 0 | 1 | 2 | 3;
  readonly offload: 'none' | 'optimizer' | 'optimizer+parameters';
  readonly microBatch: number;
  /** Share of the blocks that are recomputed, 0 to 1. */
  readonly checkpointing: number;
  readonly attention: 'flash' | 'torch';
  readonly encoderDtype: 'fp16' | 'fp32';
}

/** Processes, one a GPU. */
export const worldSizeOf = ({ gpusPerNode, nodes }: MemoryInput): number => gpusPerNode * nodes;

/** Micro steps an optimizer step, rounded up where the batch does not divide. */
export const accumulationOf = (input: MemoryInput, { microBatch }: MemorySettings): number =>
  Math.max(1, Math.ceil(input.batch / (microBatch * worldSizeOf(input))));
