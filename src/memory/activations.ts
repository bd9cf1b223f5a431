import { type Dimensions, dimensionsOf } from './dimensions.ts';
import { layerTraining } from './layer-training.ts';
import type { MemoryInput, MemorySettings, MethodKind } from './memory-input.ts';
import { controlNetStep } from './tape/controlnet.ts';
import { forwardBackward, type PlayedStep, stepBytes, type StepBytes } from './tape/forward-backward.ts';
import type { ModelSettings, Schedule } from './tape/model.ts';
import { turnsOf } from './tape/turns.ts';

/** Pixels of a side that become one token: the VAE's eight times the patch's two. */
const PIXELS_A_TOKEN = 16;

type Known = Pick<MemoryInput, 'model' | 'method' | 'buckets'>;
type Chosen = Pick<MemorySettings, 'microBatch' | 'checkpointing' | 'attention'>;
type Played = Omit<Chosen, 'microBatch'> & Pick<ModelSettings, 'images' | 'tokens'>;

const played = new Map<string, PlayedStep>();

/**
 * Bytes that the forward pass keeps and the most that are alive during forward and backward, without weights, inputs and
 * gradients of weights: the real order of steps, played for the largest bucket. Remembers what it has played.
 */
export function activations(input: Known, { microBatch, ...settings }: Chosen): StepBytes {
  const tokens = Math.max(...input.buckets.map(tokensOf));
  const images = imagesToPlay(input, settings, microBatch);
  const key = JSON.stringify([
    input.model,
    input.method,
    tokens,
    images,
    settings.checkpointing,
    settings.attention,
  ]);
  const step = played.get(key) ?? play(input, { ...settings, tokens, images });
  played.set(key, step);
  return stepBytes(step, microBatch / images);
}

/** One: all that grows with the images grows alike, except that the IP-Adapter's explicit attention copies the query of several images. */
function imagesToPlay(
  { method }: Known,
  { attention }: Pick<Chosen, 'attention'>,
  microBatch: number,
): number {
  return method.kind === 'ipadapter' && attention === 'torch' ? Math.min(microBatch, 2) : 1;
}

function tokensOf({ height, width }: { readonly height: number; readonly width: number }): number {
  return Math.floor(height / PIXELS_A_TOKEN) * Math.floor(width / PIXELS_A_TOKEN);
}

function play({ model, method }: Known, settings: Played): PlayedStep {
  const dimensions = dimensionsOf(model.size, model.version);
  const training = layerTraining(model, method);
  const base: ModelSettings = {
    dimensions,
    images: settings.images,
    tokens: settings.tokens,
    attention: settings.attention,
    imagePrompt: method.kind === 'ipadapter',
    training: training.of,
    // Upstream asks for them with LoRA whatever is checkpointed (hydit/train_deepspeed.py:455, commit 368280e).
    embedderHooks: method.kind === 'lora',
  };
  const checkpointed = checkpointedBlocks(method, settings.checkpointing, dimensions.depth);
  const schedule = scheduleOf(dimensions, checkpointed, training.kindOf);
  if (method.kind !== 'controlnet') return forwardBackward(base, schedule);
  return controlNetStep(base, { ...base, training: () => 'frozen' }, schedule);
}

/** Blocks of the ControlNet are checkpointed all or none (hydit/modules/controlnet.py:211, commit 368280e). */
function checkpointedBlocks({ kind }: MethodKind, share: number, depth: number): (index: number) => boolean {
  return kind === 'controlnet' ? () => share > 0 : (index) => isCheckpointed(index, share, depth);
}

/** Upstream's choice of blocks, in double precision as Python computes it (hydit/modules/models.py:441, commit 368280e). */
function isCheckpointed(index: number, share: number, depth: number): boolean {
  return share > 0 && index >= (1 - share) * depth;
}

function scheduleOf(
  { depth, skipBlocks }: Dimensions,
  checkpointed: (index: number) => boolean,
  kindOf: (index: number) => string,
): Schedule {
  const kind = (index: number): string => `${checkpointed(index)} ${kindOf(index)}`;
  return { checkpointed, turns: turnsOf(skipBlocks, (index) => `${kind(index)} ${kind(depth - 1 - index)}`) };
}
