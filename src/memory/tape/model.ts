import { block, type BlockInputs, type BlockSettings } from './block.ts';
import { checkpoint } from './checkpoint.ts';
import { HALF, linear } from './linear.ts';
import { activation, add, concatenate, elementwise, layerNorm, silu32 } from './operations.ts';
import { allocate, release, retain } from './allocator.ts';
import { free, givenTensor, recordOne, repeat, type Tape, type Tensor } from './tape.ts';
import type { Turn } from './turns.ts';

/** What the blocks of the model are called with, apart from the stream. */
export type Conditions = Omit<BlockInputs, 'stream' | 'skip'>;

/** Width of the sinusoidal timestep (hydit/modules/embedders.py:88). */
const TIMESTEP = 256;

/** Settings of a whole network. */
export interface ModelSettings extends BlockSettings {
  /** Whether the outputs of the embedders ask for gradients even where nothing in them is trained (`enable_input_requires_grad`). */
  readonly embedderHooks: boolean;
}

/** Embeds latents, time and text (hydit/modules/models.py:494-555; controlnet.py:256-323). */
export function embed(
  tape: Tape,
  settings: ModelSettings,
): { readonly stream: Tensor; readonly conditions: Conditions } {
  const { images, tokens, training, embedderHooks } = settings;
  const { hidden, textDim, t5Dim, textLength, t5Length, conditions, inChannels, patch } = settings.dimensions;
  const imagePrompt = settings.imagePrompt ? embedImagePrompt(tape, settings) : undefined;
  const hook = (tensor: Tensor): Tensor =>
    embedderHooks && tensor.node === undefined ? leaf(tensor) : tensor;
  const t5Rows = images * t5Length;
  const raised = linear(
    tape,
    givenTensor(HALF * t5Rows * t5Dim),
    { rows: t5Rows, in: t5Dim, out: 4 * t5Dim },
    training('mlp_t5.0'),
  );
  const activated = silu32(tape, raised);
  free(tape, raised);
  const t5 = linear(tape, activated, { rows: t5Rows, in: 4 * t5Dim, out: textDim }, training('mlp_t5.2'));
  free(tape, activated);
  const text = padText(tape, t5, images * (textLength + t5Length) * textDim * HALF, settings);
  free(tape, t5);

  const timeShape = { rows: images, in: TIMESTEP, out: hidden };
  const time1 = linear(tape, givenTensor(HALF * images * TIMESTEP), timeShape, training('t_embedder.mlp.0'));
  const time2 = activation(tape, time1);
  const time = hook(
    linear(tape, time2, { rows: images, in: hidden, out: hidden }, training('t_embedder.mlp.2')),
  );
  free(tape, time1, time2);
  const patchShape = { rows: images * tokens, in: inChannels * patch * patch, out: hidden };
  const latents = givenTensor(HALF * images * tokens * inChannels * patch * patch);
  const stream = hook(linear(tape, latents, patchShape, training('x_embedder.proj')));

  const pooled = poolText(tape, settings);
  const extraDim = textDim + (conditions ? 6 * TIMESTEP + hidden : 0);
  const extra1 = linear(
    tape,
    pooled,
    { rows: images, in: extraDim, out: 4 * hidden },
    training('extra_embedder.0'),
  );
  const extra2 = silu32(tape, extra1);
  const extra = hook(
    linear(tape, extra2, { rows: images, in: 4 * hidden, out: hidden }, training('extra_embedder.2')),
  );
  free(tape, extra1, extra2, pooled);
  const condition = add(tape, time, extra);
  free(tape, time, extra);
  return { stream, conditions: { condition, text, imagePrompt } };
}

/** A tensor that the hook turned into a leaf: autograd holds it, and its gradient, to the end of the backward. */
const leaf = (tensor: Tensor): Tensor => ({
  ...tensor,
  storage: retain(tensor.storage),
  node: { inputs: [], saved: [], backward: () => ({ inputs: [] }), arrived: [undefined] },
});

/** Both texts side by side, with what is padding replaced by a learned vector; a mask is kept. */
function padText(
  tape: Tape,
  t5: Tensor,
  bytes: number,
  { images, training, dimensions }: BlockSettings,
): Tensor {
  const joined = concatenate(tape, t5, givenTensor(bytes - t5.bytes));
  const mask = allocate(tape, images * (dimensions.textLength + dimensions.t5Length));
  const text = recordOne(tape, allocate(tape, bytes), {
    inputs: [joined],
    trained: training('text_embedding_padding') === 'trained',
    saves: [mask],
    backward: (run) => ({ inputs: [joined.node && { storage: allocate(run, bytes), bytes }] }),
  });
  free(tape, joined);
  release(tape, mask);
  return text;
}

/**
 * `AttentionPool` (hydit/modules/poolers.py): keys and values of 257 rows are kept in fp32 by PyTorch's composite attention, which a query of one
 * row falls back to, beside the input with positions.
 */
function poolText(tape: Tape, { images, training, dimensions }: BlockSettings): Tensor {
  const { t5Dim, t5Length, textDim } = dimensions;
  const rows = images * (t5Length + 1);
  const trained = training('pooler.k_proj') === 'trained';
  const positioned = allocate(tape, HALF * rows * t5Dim);
  const keys = allocate(tape, 2 * HALF * rows * t5Dim);
  const values = allocate(tape, 2 * HALF * rows * t5Dim);
  const pooled = recordOne(tape, allocate(tape, HALF * images * textDim), {
    inputs: [],
    trained,
    saves: [positioned, keys, values],
    backward: (run) => ({ inputs: [], parameters: [allocate(run, HALF * rows * t5Dim)] }),
  });
  release(tape, positioned, keys, values);
  return pooled;
}

/** Eight tokens of the image encoder's vector (hydit/modules/models.py:483-493). */
function embedImagePrompt(tape: Tape, { images, training, dimensions }: BlockSettings): Tensor {
  const { textDim } = dimensions;
  const shape = { rows: images, in: textDim, out: 8 * textDim };
  const raised = linear(
    tape,
    givenTensor(HALF * images * textDim),
    shape,
    training('ip_adapter_clip_len_trans_block'),
  );
  const output = layerNorm(tape, raised, images * 8, textDim);
  free(tape, raised);
  return output;
}

/** Whether a block is checkpointed, and which pairs of blocks are played. */
export interface Schedule {
  readonly checkpointed: (index: number) => boolean;
  readonly turns: readonly Turn[];
}

/** The blocks in order, with the outputs of the early ones handed to the late ones (hydit/modules/models.py:557-592). */
export function blocks(
  tape: Tape,
  stream: Tensor,
  conditions: Conditions,
  settings: ModelSettings,
  { checkpointed, turns }: Schedule,
  controls: readonly Tensor[] = [],
): Tensor {
  const { depth, skipBlocks } = settings.dimensions;
  let current = stream;
  const run = (index: number, skip?: Tensor): Tensor => {
    const inputs = { ...conditions, stream: current, skip };
    const next = runBlock(tape, inputs, ofBlock(settings, index), checkpointed(index));
    free(tape, current);
    current = next;
    return next;
  };
  const skips = turns.map(({ index, times }) => repeat(tape, times, () => retained(run(index))));
  for (let index = skipBlocks; index < depth - skipBlocks; index += 1) run(index);
  for (const [turn, { index, times }] of [...turns.entries()].toReversed()) {
    repeat(tape, times, () => {
      const skip = addControl(tape, skips[turn], controls[turn]);
      run(depth - 1 - index, skip);
      if (skip !== undefined) free(tape, skip);
    });
  }
  return current;
}

function retained(tensor: Tensor): Tensor {
  retain(tensor.storage);
  return tensor;
}

/** The settings of one block, which asks by names of its own. */
export const ofBlock = (settings: ModelSettings, index: number): BlockSettings => ({
  ...settings,
  training: (name) => settings.training(`blocks.${index}.${name}`),
});

function addControl(tape: Tape, skip: Tensor | undefined, control: Tensor | undefined): Tensor | undefined {
  if (skip === undefined || control === undefined) return skip;
  const sum = add(tape, skip, control);
  free(tape, skip, control);
  return sum;
}

/** A block, checkpointed or not. */
export function runBlock(
  tape: Tape,
  inputs: BlockInputs,
  settings: BlockSettings,
  checkpointed: boolean,
): Tensor {
  if (!checkpointed) return block(tape, inputs, settings);
  const { stream, condition, text, imagePrompt, skip } = inputs;
  const present = [stream, condition, text, imagePrompt, skip].filter((tensor) => tensor !== undefined);
  return checkpoint(tape, present, (run, [first = stream, second = condition, third = text, ...rest]) =>
    block(
      run,
      {
        stream: first,
        condition: second,
        text: third,
        imagePrompt: imagePrompt && rest[0],
        skip: skip && rest.at(-1),
      },
      settings,
    ),
  );
}

/** Final layer, patches back to an image, and the squared error (hydit/modules/models.py:214-236, 630-650). */
export function finish(tape: Tape, stream: Tensor, condition: Tensor, settings: ModelSettings): Tensor {
  const { hidden, patch, outChannels } = settings.dimensions;
  const { images, tokens, training } = settings;
  const rows = images * tokens;
  const activated = silu32(tape, condition);
  const modulation = linear(
    tape,
    activated,
    { rows: images, in: hidden, out: 2 * hidden },
    training('final_layer.adaLN_modulation.1'),
  );
  free(tape, activated);
  const normed = layerNorm(tape, stream, rows, hidden);
  const modulated = modulate(tape, normed, modulation);
  const width = patch * patch * outChannels;
  const patches = linear(tape, modulated, { rows, in: hidden, out: width }, training('final_layer.linear'));
  free(tape, normed, modulated, modulation);
  const image = elementwise(tape, patches);
  free(tape, patches);
  return image;
}

/** x · (1 + scale) + shift (hydit/modules/models.py:26). */
function modulate(tape: Tape, normed: Tensor, modulation: Tensor): Tensor {
  const scaled = recordOne(tape, allocate(tape, normed.bytes), {
    inputs: [normed, modulation],
    saves: modulation.node === undefined ? [] : [normed.storage],
    backward: (run) => {
      const product = modulation.node && allocate(run, normed.bytes);
      const gradient = normed.node && { storage: allocate(run, normed.bytes), bytes: normed.bytes };
      return {
        inputs: [
          gradient,
          modulation.node && { storage: allocate(run, modulation.bytes), bytes: modulation.bytes },
        ],
        parameters: product === undefined ? [] : [product],
      };
    },
  });
  const output = elementwise(tape, scaled);
  free(tape, scaled);
  return output;
}
