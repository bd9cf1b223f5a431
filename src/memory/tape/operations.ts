import { allocate, allocateFixed, release, retain, type Storage } from './allocator.ts';
import {
  free,
  type Gradient,
  needsGradient,
  recordOne,
  recordViews,
  type Tape,
  type Tensor,
} from './tape.ts';

const fresh = (tape: Tape, bytes: number): Gradient => ({ storage: allocate(tape, bytes), bytes });
const share = ({ storage, bytes }: Gradient): Gradient => ({ storage: retain(storage), bytes });

/** An element-wise step with an output of `bytes`, whose backward makes a new gradient of the input's size. */
export function elementwise(
  tape: Tape,
  input: Tensor,
  bytes: number = input.bytes,
  saves: readonly Storage[] = [],
): Tensor {
  return recordOne(tape, allocate(tape, bytes), {
    inputs: [input],
    saves,
    backward: (run) => ({ inputs: [fresh(run, input.bytes)] }),
  });
}

/** A copy in another memory layout; the gradient passes as it is. */
export function contiguous(tape: Tape, input: Tensor): Tensor {
  return recordOne(tape, allocate(tape, input.bytes), {
    inputs: [input],
    backward: (_, [gradient]) => ({ inputs: [gradient && share(gradient)] }),
  });
}

/** The sum of two tensors, each as large as the sum or broadcast to it. */
export function add(tape: Tape, left: Tensor, right: Tensor): Tensor {
  const bytes = Math.max(left.bytes, right.bytes);
  return recordOne(tape, allocate(tape, bytes), {
    inputs: [left, right],
    backward: (run, [gradient]) => ({
      inputs: [left, right].map((input) => {
        if (!needsGradient(input) || gradient === undefined) return undefined;
        return input.bytes === bytes ? share(gradient) : fresh(run, input.bytes);
      }),
    }),
  });
}

/** Tensors side by side in a new one; their gradients are slices of its gradient. */
export function concatenate(tape: Tape, ...inputs: readonly Tensor[]): Tensor {
  const total = inputs.reduce((sum, { bytes }) => sum + bytes, 0);
  return recordOne(tape, allocate(tape, total), {
    inputs,
    backward: (_, [gradient]) => ({
      inputs: inputs.map((input) =>
        needsGradient(input) && gradient
          ? { storage: retain(gradient.storage), bytes: input.bytes }
          : undefined,
      ),
    }),
  });
}

/** Equal parts of a tensor, as views; their gradients are stacked. */
export function split(tape: Tape, input: Tensor, parts: number): readonly Tensor[] {
  return recordViews(
    tape,
    input.storage,
    { count: parts, bytes: input.bytes / parts },
    {
      inputs: [input],
      backward: (run) => ({ inputs: [fresh(run, input.bytes)] }),
    },
  );
}

/** The same bytes in another order of dimensions, as a view; its gradient has to be copied back into the first order. */
export function permuted(tape: Tape, input: Tensor): Tensor {
  return recordOne(tape, input.storage, {
    inputs: [input],
    backward: (run) => ({ inputs: [fresh(run, input.bytes)] }),
  });
}

/** Layer norm in the precision of its input: keeps the input, and mean and deviation of each row in fp32. */
export function layerNorm(
  tape: Tape,
  input: Tensor,
  rows: number,
  width: number,
  extra: readonly Storage[] = [],
): Tensor {
  const output = allocate(tape, input.bytes);
  const statistics = [allocate(tape, 4 * rows), allocate(tape, 4 * rows)];
  const element = input.bytes / (rows * width);
  const normed = recordOne(tape, output, {
    inputs: [input],
    saves: [input.storage, ...statistics, ...extra],
    backward: (run) => ({
      inputs: [fresh(run, input.bytes)],
      parameters: [allocateFixed(run, element * width), allocateFixed(run, element * width)],
    }),
  });
  release(tape, ...statistics);
  return normed;
}

/** `FP32_Layernorm`: a copy of the input and of the weights in fp32, which are kept, and a result cast back (hydit/modules/models.py:38). */
export function layerNorm32(tape: Tape, input: Tensor, rows: number, width: number): Tensor {
  const wide = elementwise(tape, input, 2 * input.bytes);
  const weights = [allocateFixed(tape, 4 * width), allocateFixed(tape, 4 * width)];
  const normed = layerNorm(tape, wide, rows, width, weights);
  const output = elementwise(tape, normed, input.bytes);
  free(tape, normed, wide);
  release(tape, ...weights);
  return output;
}

/** `FP32_SiLU`: computed on a copy in fp32, which is kept (hydit/modules/models.py:50). */
export function silu32(tape: Tape, input: Tensor): Tensor {
  const wide = elementwise(tape, input, 2 * input.bytes);
  const activated = elementwise(tape, wide, wide.bytes, [wide.storage]);
  const output = elementwise(tape, activated, input.bytes);
  free(tape, activated, wide);
  return output;
}

/** GELU or SiLU, which keep their input. */
export const activation = (tape: Tape, input: Tensor): Tensor =>
  elementwise(tape, input, input.bytes, [input.storage]);

/** Rotary embedding of a half-precision tensor, in fp32: x · cos + rotated(x) · sin (hydit/modules/attn_layers.py:84, `apply_rotary_emb`). */
export function rotary(tape: Tape, input: Tensor): Tensor {
  const turned = rotate(tape, input);
  const output = elementwise(tape, turned, input.bytes);
  free(tape, turned);
  return output;
}

/**
 * Both products and their sum as one node, for nothing in them is kept. Its gradient stays to the end of its backward, a little longer
 * than it really does; the most is alive before that.
 */
function rotate(tape: Tape, input: Tensor): Tensor {
  const { bytes } = input;
  const wide = 2 * bytes;
  const cosine = replace(tape, allocate(tape, wide), wide);
  const sine = replace(tape, rotateHalf(tape, allocate(tape, wide)), wide);
  const sum = allocate(tape, wide);
  release(tape, cosine, sine);
  return recordOne(tape, sum, {
    inputs: [input],
    backward: (run) => {
      const viaSine = replace(run, rotateHalf(run, allocate(run, wide)), bytes);
      const viaCosine = replace(run, allocate(run, wide), bytes);
      const gradient = fresh(run, bytes);
      release(run, viaSine, viaCosine);
      return { inputs: [gradient] };
    },
  });
}

/** A step whose input is not needed any more. */
function replace(tape: Tape, input: Storage, bytes: number): Storage {
  const output = allocate(tape, bytes);
  release(tape, input);
  return output;
}

/** Halves swapped, one of them negated. */
function rotateHalf(tape: Tape, input: Storage): Storage {
  const negated = allocate(tape, input.bytes / 2);
  const stacked = allocate(tape, input.bytes);
  release(tape, negated, input);
  return stacked;
}
