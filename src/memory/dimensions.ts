import type { Experiment } from '../experiment/experiment.ts';

type Size = Experiment['model']['size'];
type Version = Experiment['model']['version'];

/** Sizes that fix every shape of the model. */
export interface Dimensions {
  readonly hidden: number;
  readonly depth: number;
  readonly headDim: number;
  /** Width of the hidden layer of each block's MLP. */
  readonly mlp: number;
  /** The last blocks, which take the output of an earlier one. */
  readonly skipBlocks: number;
  /** Whether image size and style are conditions: model ≤ 1.1. */
  readonly conditions: boolean;
  readonly textDim: number;
  readonly t5Dim: number;
  readonly textLength: number;
  readonly t5Length: number;
  readonly patch: number;
  readonly inChannels: number;
  readonly outChannels: number;
}

const ARCHITECTURES = {
  'g/2': { hidden: 1408, depth: 40, heads: 16, mlpRatio: 4.3637 },
  'XL/2': { hidden: 1152, depth: 28, heads: 16, mlpRatio: 4.0 },
} satisfies Record<Size, object>;

/** Dimensions of a released architecture (hydit/modules/models.py:733-760, hydit/config.py, commit 368280e). */
export function dimensionsOf(size: Size, version: Version): Dimensions {
  const { hidden, depth, heads, mlpRatio } = ARCHITECTURES[size];
  return {
    hidden,
    depth,
    headDim: hidden / heads,
    mlp: Math.trunc(hidden * mlpRatio),
    skipBlocks: depth - Math.floor(depth / 2) - 1,
    conditions: version !== 'v1.2',
    textDim: 1024,
    t5Dim: 2048,
    textLength: 77,
    t5Length: 256,
    patch: 2,
    inChannels: 4,
    outChannels: 8,
  };
}
