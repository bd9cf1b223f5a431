import type { Dimensions } from '../dimensions.ts';
import { explicitAttention, fusedAttention } from './attention.ts';
import { HALF, linear, type Training } from './linear.ts';
import {
  activation,
  add,
  concatenate,
  contiguous,
  elementwise,
  layerNorm,
  layerNorm32,
  permuted,
  rotary,
  silu32,
  split,
} from './operations.ts';
import { free, type Tape, type Tensor } from './tape.ts';

/** All that the sizes of a block's tensors depend on. */
export interface BlockSettings {
  readonly dimensions: Dimensions;
  /** Images of the micro batch. */
  readonly images: number;
  /** Image tokens of each. */
  readonly tokens: number;
  readonly attention: 'flash' | 'torch';
  /** Attention to image tokens of the IP-Adapter; undefined without one. */
  readonly imagePrompt: boolean;
  /** How a layer is trained, by its name in the block, such as `attn1.Wqkv`. */
  readonly training: (name: string) => Training;
}

/** What a block is called with (hydit/modules/models.py:161, `_forward`). */
export interface BlockInputs {
  readonly stream: Tensor;
  /** Vector that modulates every block: time, pooled text and further conditions. */
  readonly condition: Tensor;
  readonly text: Tensor;
  readonly imagePrompt: Tensor | undefined;
  /** Output of an earlier block, for the last blocks. */
  readonly skip: Tensor | undefined;
}

/** Tokens that the IP-Adapter makes of one image (hydit/modules/models.py:331, `img_clip_seq_len`). */
export const IMAGE_PROMPT_TOKENS = 8;

/** `HunYuanDiTBlock` (hydit/modules/models.py:161-210, commit 368280e), step by step, for the allocator. */
export function block(tape: Tape, inputs: BlockInputs, settings: BlockSettings): Tensor {
  const { hidden, mlp } = settings.dimensions;
  const { images, training } = settings;
  const rows = images * settings.tokens;
  const joined = inputs.skip && normSkip(tape, inputs.stream, inputs.skip, settings);
  const joinShape = { rows, in: 2 * hidden, out: hidden };
  const start = joined ? linear(tape, joined, joinShape, training('skip_linear')) : inputs.stream;

  const activated = silu32(tape, inputs.condition);
  const shape = { rows: images, in: hidden, out: hidden };
  const shift = linear(tape, activated, shape, training('default_modulation.1'));
  free(tape, activated);
  const normed = layerNorm32(tape, start, rows, hidden);
  const shifted = add(tape, normed, shift);
  free(tape, normed);
  const attended = selfAttention(tape, shifted, settings);
  const first = add(tape, start, attended);
  free(tape, attended);
  if (joined !== undefined) free(tape, start);

  const queries = layerNorm32(tape, first, rows, hidden);
  const crossed = crossAttention(tape, queries, inputs, settings);
  const second = add(tape, first, crossed);
  free(tape, crossed, first);

  const wide = layerNorm32(tape, second, rows, hidden);
  const up = linear(tape, wide, { rows, in: hidden, out: mlp }, training('mlp.fc1'));
  const gelu = activation(tape, up);
  free(tape, up);
  const down = linear(tape, gelu, { rows, in: mlp, out: hidden }, training('mlp.fc2'));
  free(tape, gelu);
  const third = add(tape, second, down);
  free(tape, down, second, wide, queries, shifted, shift);
  if (joined !== undefined) free(tape, joined);
  return third;
}

/** The stream and an earlier block's output side by side, through `skip_norm`. */
function normSkip(tape: Tape, stream: Tensor, skip: Tensor, settings: BlockSettings): Tensor {
  const joined = concatenate(tape, stream, skip);
  const normed = layerNorm32(tape, joined, settings.images * settings.tokens, 2 * settings.dimensions.hidden);
  free(tape, joined);
  return normed;
}

/** `FlashSelfMHAModified` and `Attention` (hydit/modules/attn_layers.py:112, 436). */
function selfAttention(tape: Tape, input: Tensor, settings: BlockSettings): Tensor {
  const { hidden, headDim } = settings.dimensions;
  const rows = settings.images * settings.tokens;
  const heads = hidden / headDim;
  const flash = settings.attention === 'flash';
  const packed = linear(tape, input, { rows, in: hidden, out: 3 * hidden }, settings.training('attn1.Wqkv'));
  const [query, key, value] = split(tape, flash ? packed : permuted(tape, packed), 3);
  if (query === undefined || key === undefined || value === undefined) throw new TypeError('three parts');
  const normedQuery = layerNorm(tape, query, rows * heads, headDim);
  const normedKey = layerNorm(tape, key, rows * heads, headDim);
  const turnedQuery = rotary(tape, normedQuery);
  const turnedKey = rotary(tape, normedKey);
  free(tape, normedKey, normedQuery);
  const output = { bytes: HALF * rows * hidden, queries: rows * heads };
  const context = flash
    ? packedAttention(tape, [turnedQuery, turnedKey, value], output)
    : reordered(tape, fusedAttention(tape, [turnedQuery, turnedKey, value], output));
  const projected = linear(
    tape,
    context,
    { rows, in: hidden, out: hidden },
    settings.training('attn1.out_proj'),
  );
  free(tape, context, turnedKey, turnedQuery, packed);
  return projected;
}

/** Flash attention wants query, key and value in one tensor. */
function packedAttention(
  tape: Tape,
  parts: readonly Tensor[],
  output: { readonly bytes: number; readonly queries: number },
): Tensor {
  const packed = concatenate(tape, ...parts);
  const context = fusedAttention(tape, [packed], output);
  free(tape, packed);
  return context;
}

function reordered(tape: Tape, input: Tensor): Tensor {
  const output = contiguous(tape, input);
  free(tape, input);
  return output;
}

/** `FlashCrossMHAModified` and `CrossAttention` (hydit/modules/attn_layers.py:217, 333). */
function crossAttention(
  tape: Tape,
  input: Tensor,
  { text, imagePrompt }: BlockInputs,
  settings: BlockSettings,
): Tensor {
  const { hidden, headDim, textDim, textLength, t5Length } = settings.dimensions;
  const { images, training } = settings;
  const rows = images * settings.tokens;
  const textRows = images * (textLength + t5Length);
  const heads = hidden / headDim;
  const flash = settings.attention === 'flash';
  const query = linear(tape, input, { rows, in: hidden, out: hidden }, training('attn2.q_proj'));
  const kv = linear(tape, text, { rows: textRows, in: textDim, out: 2 * hidden }, training('attn2.kv_proj'));
  const [key, value] = split(tape, kv, 2);
  if (key === undefined || value === undefined) throw new TypeError('two parts');
  const normedQuery = layerNorm(tape, query, rows * heads, headDim);
  free(tape, query);
  const normedKey = layerNorm(tape, key, textRows * heads, headDim);
  const turned = rotary(tape, normedQuery);
  free(tape, normedQuery);
  const output = { bytes: HALF * rows * hidden, queries: rows * heads };
  const packed = flash ? concatenate(tape, normedKey, value) : undefined;
  const attended = fusedAttention(
    tape,
    packed === undefined ? [turned, normedKey, value] : [turned, packed],
    output,
  );
  if (packed !== undefined) free(tape, packed);
  const mixed =
    imagePrompt === undefined ? attended : addImagePrompt(tape, attended, turned, imagePrompt, settings);
  const context = flash ? mixed : reordered(tape, mixed);
  const projected = linear(tape, context, { rows, in: hidden, out: hidden }, training('attn2.out_proj'));
  free(tape, context, turned, normedKey, kv);
  return projected;
}

/** The IP-Adapter's second attention, to the tokens of an image, and the weighted sum of both (hydit/modules/attn_layers.py:302, 553). */
function addImagePrompt(
  tape: Tape,
  attended: Tensor,
  query: Tensor,
  imagePrompt: Tensor,
  { dimensions, images, tokens, attention, training }: BlockSettings,
): Tensor {
  const { hidden, headDim, textDim } = dimensions;
  const heads = hidden / headDim;
  const rows = images * IMAGE_PROMPT_TOKENS;
  const shape = { rows, in: textDim, out: 2 * hidden };
  const kv = linear(tape, imagePrompt, shape, training('attn2.kv_proj_ip_adapter'));
  const [key, value] = split(tape, kv, 2);
  if (key === undefined || value === undefined) throw new TypeError('two parts');
  const normedKey = layerNorm(tape, key, rows * heads, headDim);
  const output = { bytes: query.bytes, queries: images * tokens * heads };
  const packed = attention === 'flash' ? concatenate(tape, normedKey, value) : undefined;
  const scores = HALF * images * heads * tokens * IMAGE_PROMPT_TOKENS;
  const prompted =
    packed === undefined
      ? explicitAttention(tape, query, [normedKey, value], { images, scores })
      : fusedAttention(tape, [query, packed], output);
  if (packed !== undefined) free(tape, packed);
  const scaledText = elementwise(tape, attended);
  const scaledImage = elementwise(tape, prompted);
  const sum = add(tape, scaledText, scaledImage);
  free(tape, scaledText, scaledImage, attended, prompted, normedKey, kv);
  return sum;
}
