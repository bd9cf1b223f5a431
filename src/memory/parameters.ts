import type { Experiment } from '../experiment/experiment.ts';
import { linearModules, updatedModules } from './linear-modules.ts';
import { dimensionsOf } from './dimensions.ts';

type Model = Pick<Experiment['model'], 'size' | 'version'>;

const layerNorm = (size: number): number => 2 * size;

/** Number of parameters of the whole model (hydit/modules/models.py, commit 368280e). */
export function modelParameters({ size, version }: Model): number {
  const {
    hidden,
    depth,
    headDim,
    skipBlocks,
    conditions,
    textDim,
    t5Dim,
    textLength,
    t5Length,
    patch,
    inChannels,
  } = dimensionsOf(size, version);
  const linears = linearModules(size, version).reduce(
    (sum, module) => sum + module.in * module.out + module.out,
    0,
  );
  const blockNorms =
    depth * (3 * layerNorm(hidden) + 4 * layerNorm(headDim)) + skipBlocks * layerNorm(2 * hidden);
  const textPadding = (textLength + t5Length) * textDim;
  const poolerPositions = (t5Length + 1) * t5Dim;
  const patchEmbedder = inChannels * patch * patch * hidden + hidden;
  const style = conditions ? hidden : 0;
  return linears + blockNorms + textPadding + poolerPositions + patchEmbedder + style;
}

/**
 * Number of parameters that PEFT adds: a rank × in and an out × rank matrix, without bias, on each of the modules
 * that the targets match.
 */
export function loraParameters(model: Model, rank: number, targets: readonly string[]): number {
  return rank * updatedModules(model, targets).reduce((sum, module) => sum + module.in + module.out, 0);
}
