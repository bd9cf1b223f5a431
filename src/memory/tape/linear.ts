import { allocate, allocateFixed, type Storage } from './allocator.ts';
import { free, recordOne, type Tape, type Tensor } from './tape.ts';
import { add, elementwise } from './operations.ts';

/** What happens to the parameters of a layer: nothing, a gradient, or a low-rank update beside them. */
export type Training = 'frozen' | 'trained' | { readonly rank: number };

/** Rows of the input and the sizes of the layer. */
export interface LinearShape {
  readonly rows: number;
  readonly in: number;
  readonly out: number;
}

/** Bytes of an element of the model (hydit/modules/fp16_layers.py:62, `module.half()`). */
export const HALF = 2;

/** A linear layer in half precision; with an update, PEFT's `base(x) + B(A(x)) · scaling` (peft/tuners/lora/layer.py). */
export function linear(tape: Tape, input: Tensor, shape: LinearShape, training: Training): Tensor {
  if (typeof training === 'string') return matrixProduct(tape, input, shape, training === 'trained');
  const { rows, in: from, out } = shape;
  const { rank } = training;
  const base = matrixProduct(tape, input, shape, false);
  const down = matrixProduct(tape, input, { rows, in: from, out: rank }, true, false);
  const up = matrixProduct(tape, down, { rows, in: rank, out }, true, false);
  const scaled = elementwise(tape, up);
  free(tape, up);
  const sum = add(tape, base, scaled);
  free(tape, scaled, base, down);
  return sum;
}

function matrixProduct(tape: Tape, input: Tensor, shape: LinearShape, trained: boolean, bias = true): Tensor {
  const { rows, in: from, out } = shape;
  const parameters = (run: Tape): readonly Storage[] => [
    allocateFixed(run, HALF * from * out),
    ...(bias ? [allocateFixed(run, HALF * out)] : []),
  ];
  return recordOne(tape, allocate(tape, HALF * rows * out), {
    inputs: [input],
    trained,
    saves: trained ? [input.storage] : [],
    backward: (run) => ({
      inputs: [input.node && { storage: allocate(run, HALF * rows * from), bytes: HALF * rows * from }],
      parameters: trained ? parameters(run) : [],
    }),
  });
}
