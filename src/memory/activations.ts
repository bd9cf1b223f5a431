import { dimensionsOf } from './dimensions.ts';
import { linearModules, matchTargets } from './linear-modules.ts';
import type { MemoryInput, MemorySettings, MethodKind } from './memory-input.ts';
import { controlNetStep } from './tape/controlnet.ts';
import { forwardBackward, type StepBytes } from './tape/forward-backward.ts';
import type { Training } from './tape/linear.ts';
import type { ModelSettings, Schedule } from './tape/model.ts';
import { turnsOf } from './tape/turns.ts';

/** Pixels of a side that become one token: the VAE's eight times the patch's two. */
const PIXELS_A_TOKEN = 16;

type Known = Pick<MemoryInput, 'model' | 'method' | 'buckets'>;
type Chosen = Pick<MemorySettings, 'microBatch' | 'checkpointing' | 'attention'>;

const measured = new Map<string, StepBytes>();

/**
 * Bytes that the forward pass keeps and the most that are alive during forward and backward, without weights, inputs and
 * gradients of weights: the real order of steps, played for the largest bucket. Remembers what it has played.
 */
export function activations(input: Known, settings: Chosen): StepBytes {
  const tokens = Math.max(...input.buckets.map(tokensOf));
  const { microBatch, checkpointing, attention } = settings;
  const key = JSON.stringify([input.model, input.method, tokens, microBatch, checkpointing, attention]);
  const known = measured.get(key);
  if (known !== undefined) return known;
  const bytes = play(input, tokens, settings);
  measured.set(key, bytes);
  return bytes;
}

function tokensOf({ height, width }: { readonly height: number; readonly width: number }): number {
  return Math.floor(height / PIXELS_A_TOKEN) * Math.floor(width / PIXELS_A_TOKEN);
}

function play({ model, method }: Known, tokens: number, settings: Chosen): StepBytes {
  const dimensions = dimensionsOf(model.size, model.version);
  const base: ModelSettings = {
    dimensions,
    images: settings.microBatch,
    tokens,
    attention: settings.attention,
    imagePrompt: method.kind === 'ipadapter',
    training: trainingOf(model, method),
    // Upstream asks for them with LoRA whatever is checkpointed (hydit/train_deepspeed.py:455, commit 368280e).
    embedderHooks: method.kind === 'lora',
  };
  const schedule = scheduleOf(model, method, settings.checkpointing);
  if (method.kind !== 'controlnet') return forwardBackward(base, schedule);
  return controlNetStep(base, { ...base, training: () => 'frozen' }, schedule);
}

/** Upstream's choice of checkpointed blocks, those of the ControlNet all or none; blocks that are alike are played once. */
export function scheduleOf(model: MemoryInput['model'], method: MethodKind, share: number): Schedule {
  const { depth, skipBlocks } = dimensionsOf(model.size, model.version);
  const checkpointed = (index: number): boolean =>
    method.kind === 'controlnet' ? share > 0 : isCheckpointed(index, share, depth);
  const updated = method.kind === 'lora' ? updatedLayers(model, method) : undefined;
  const kindOf = (index: number): string => `${checkpointed(index)} ${updated?.get(index)}`;
  const turns = turnsOf(skipBlocks, (index) => `${kindOf(index)} ${kindOf(depth - 1 - index)}`);
  return { checkpointed, turns };
}

/** The layers of each block that get an update, as text: targets may name single blocks. */
function updatedLayers(
  model: MemoryInput['model'],
  { targets }: Extract<MethodKind, { readonly kind: 'lora' }>,
): ReadonlyMap<number, string> {
  const layers = new Map<number, string>();
  for (const { name } of matchTargets(targets, linearModules(model.size, model.version))) {
    const [list, index, ...layer] = name.split('.');
    if (list === 'blocks') layers.set(Number(index), `${layers.get(Number(index)) ?? ''} ${layer.join('.')}`);
  }
  return layers;
}

/** Upstream's choice of blocks, in double precision as Python computes it (hydit/modules/models.py:441, commit 368280e). */
export function isCheckpointed(index: number, share: number, depth: number): boolean {
  return share > 0 && index >= (1 - share) * depth;
}

/** How each layer is trained, by its full name. */
function trainingOf(model: MemoryInput['model'], method: MethodKind): (name: string) => Training {
  switch (method.kind) {
    case 'full':
      return () => 'trained';
    case 'ipadapter':
      return (name) => (name.includes('ip_adapter') ? 'trained' : 'frozen');
    case 'controlnet':
      return (name) => (/^(blocks\.|before_proj|after_proj)/.test(name) ? 'trained' : 'frozen');
    case 'lora': {
      const matched = matchTargets(method.targets, linearModules(model.size, model.version));
      const names = new Set(matched.map(({ name }) => name));
      const update = { rank: method.rank };
      return (name) => (names.has(name) ? update : 'frozen');
    }
  }
}
