import { dimensionsOf } from './dimensions.ts';
import type { MemoryInput, MethodKind } from './memory-input.ts';
import { loraParameters, modelParameters } from './parameters.ts';
import { CONTROL_BLOCKS } from './tape/controlnet.ts';
import { IMAGE_PROMPT_TOKENS } from './tape/block.ts';

type Model = MemoryInput['model'];

const linear = (from: number, to: number): number => from * to + to;

/** Parameters of a block without skip connection (hydit/modules/models.py:68-158, commit 368280e). */
function plainBlock(model: Model): number {
  const { hidden, headDim, textDim, mlp } = dimensionsOf(model.size, model.version);
  const attention = linear(hidden, 3 * hidden) + 3 * linear(hidden, hidden) + linear(textDim, 2 * hidden);
  const norms = 3 * 2 * hidden + 4 * 2 * headDim;
  return attention + linear(hidden, hidden) + linear(hidden, mlp) + linear(mlp, hidden) + norms;
}

/** Parameters of the ControlNet that are trained: its blocks and 20 projections (hydit/modules/controlnet.py:157-186). */
export function controlNetTrained(model: Model): number {
  const { hidden } = dimensionsOf(model.size, model.version);
  return CONTROL_BLOCKS * plainBlock(model) + (CONTROL_BLOCKS + 1) * linear(hidden, hidden);
}

/** All parameters of the ControlNet: those trained and frozen copies of the DiT's embedders. */
export function controlNetParameters(model: Model): number {
  const { hidden, depth, skipBlocks, patch, outChannels } = dimensionsOf(model.size, model.version);
  const skip = 2 * 2 * hidden + linear(2 * hidden, hidden);
  const final = linear(hidden, patch * patch * outChannels) + linear(hidden, 2 * hidden);
  const embedders = modelParameters(model) - depth * plainBlock(model) - skipBlocks * skip - final;
  return embedders + controlNetTrained(model);
}

/** Parameters that the IP-Adapter adds to the DiT, all of them trained (hydit/modules/models.py:331-341, attn_layers.py:268). */
export function imagePromptParameters(model: Model): number {
  const { hidden, depth, headDim, textDim } = dimensionsOf(model.size, model.version);
  const embedder = linear(textDim, IMAGE_PROMPT_TOKENS * textDim) + 2 * textDim;
  return embedder + depth * (linear(textDim, 2 * hidden) + 2 * headDim);
}

/** Parameters in GPU memory. */
export interface ParameterCounts {
  /** Of all networks that the trainer builds for the method. */
  readonly all: number;
  /** Of them those that are trained. */
  readonly trained: number;
}

const counted = new Map<string, ParameterCounts>();

/** Counts what a method has in GPU memory and trains; remembers it, for every line of a sum asks. */
export function parametersOf({ model, method }: Pick<MemoryInput, 'model' | 'method'>): ParameterCounts {
  const key = JSON.stringify([model.size, model.version, method]);
  const counts = counted.get(key) ?? countParameters(model, method);
  counted.set(key, counts);
  return counts;
}

function countParameters(model: Model, method: MethodKind): ParameterCounts {
  const base = modelParameters(model);
  switch (method.kind) {
    case 'full':
      return { all: base, trained: base };
    case 'lora': {
      const trained = loraParameters(model, method.rank, method.targets);
      return { all: base + trained, trained };
    }
    case 'controlnet':
      return { all: base + controlNetParameters(model), trained: controlNetTrained(model) };
    case 'ipadapter': {
      const trained = imagePromptParameters(model);
      return { all: base + trained, trained };
    }
  }
}
