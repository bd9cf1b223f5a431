import { allocate, release, retain } from './allocator.ts';
import { type Gradient, recordOne, runBackward, type Step, type Tape, type Tensor } from './tape.ts';

/** A function of tensors, such as a block. */
export type Layer = (tape: Tape, inputs: readonly Tensor[]) => Tensor;

/**
 * Reentrant `torch.utils.checkpoint` (PyTorch torch/utils/checkpoint.py, `CheckpointFunction`): the forward records nothing and keeps
 * the inputs; the backward runs the layer again on detached inputs, recording, and then backward through it.
 */
export function checkpoint(tape: Tape, inputs: readonly Tensor[], layer: Layer): Tensor {
  const { nodes } = tape;
  tape.nodes = undefined;
  const { storage } = layer(tape, inputs);
  tape.nodes = nodes;
  return recordOne(tape, storage, {
    inputs,
    saves: inputs.map((input) => input.storage),
    backward: (run, [gradient]) => ({
      inputs: gradient === undefined ? [] : recompute(run, inputs, layer, gradient),
    }),
  });
}

function recompute(
  tape: Tape,
  inputs: readonly Tensor[],
  layer: Layer,
  gradient: Gradient,
): readonly (Gradient | undefined)[] {
  const { nodes } = tape;
  const recorded: Step[] = [];
  tape.nodes = recorded;
  const leaves = inputs.map((input) => (input.node === undefined ? input : leafOf(input)));
  const output = layer(tape, leaves);
  tape.nodes = nodes;
  if (output.node !== undefined) {
    output.node.arrived[output.output] = { storage: retain(gradient.storage), bytes: gradient.bytes };
    runBackward(tape, recorded);
  }
  release(tape, output.storage);
  return leaves.map((leaf) => (leaf.node === undefined ? undefined : accumulated(tape, leaf)));
}

/** The same bytes as the start of a graph of their own. */
const leafOf = (input: Tensor): Tensor => ({
  ...input,
  node: { inputs: [], saved: [], backward: () => ({ inputs: [] }), arrived: [undefined] },
  output: 0,
});

/** `AccumulateGrad` takes over a gradient that lies alone in its storage and copies a slice (torch/csrc/autograd/functions/accumulate_grad.h). */
function accumulated(tape: Tape, leaf: Tensor): Gradient | undefined {
  const gradient = leaf.node?.arrived[0];
  if (gradient === undefined || gradient.storage.bytes === gradient.bytes) return gradient;
  const copy = allocate(tape, gradient.bytes);
  release(tape, gradient.storage);
  return { storage: copy, bytes: gradient.bytes };
}
