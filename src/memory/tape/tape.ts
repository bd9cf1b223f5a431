import {
  allocate,
  type Allocator,
  atBothEnds,
  newAllocator,
  release,
  retain,
  type Storage,
} from './allocator.ts';

/** A tensor: what it lies in, how large it is itself, and the node that its gradient goes to, if it has one. */
export interface Tensor {
  readonly storage: Storage;
  readonly bytes: number;
  readonly node: Node | undefined;
  /** Which output of its node it is. */
  readonly output: number;
}

/** A gradient on its way; a slice of something larger keeps all of it alive. */
export interface Gradient {
  readonly storage: Storage;
  readonly bytes: number;
}

/** What the backward of a node hands out: a gradient for each input that needs one, and those of parameters. */
export interface Gradients {
  readonly inputs: readonly (Gradient | undefined)[];
  readonly parameters?: readonly Storage[];
}

/** A step of the recorded forward pass. */
export interface Node {
  readonly inputs: readonly Tensor[];
  readonly saved: readonly Storage[];
  readonly backward: (tape: Tape, gradients: readonly Gradient[]) => Gradients;
  /** Gradients that have arrived, by output. */
  readonly arrived: (Gradient | undefined)[];
}

/** Nodes that stand for `times` equal ones after each other. */
export interface Repeated {
  readonly times: number;
  readonly nodes: Step[];
}

/** What a tape records. */
export type Step = Node | Repeated;

/**
 * A run of the model as far as the allocator sees it: its allocator, and the nodes recorded for the backward pass; `nodes` is undefined where nothing is recorded (`torch.no_grad`).
 */
export interface Tape extends Allocator {
  nodes: Step[] | undefined;
}

/** A tape on which nothing has happened. */
export const newTape = (): Tape => ({ ...newAllocator(), nodes: [] });

/** The end of a Python variable: gives up its reference. */
export function free(tape: Tape, ...tensors: readonly Tensor[]): void {
  tensors.forEach(({ storage }) => release(tape, storage));
}

/** Something that the caller made, such as an input; its bytes are not counted and it needs no gradient. */
export const givenTensor = (bytes: number): Tensor => ({
  storage: { bytes: 0, fixed: false, references: 1 },
  bytes,
  node: undefined,
  output: 0,
});

/** What to record about one operation. */
export interface Recording {
  readonly inputs: readonly Tensor[];
  /** Whether a parameter of the operation is trained, so that it is recorded even where no input needs a gradient. */
  readonly trained?: boolean;
  /** What the backward needs, besides the inputs' own lives. */
  readonly saves?: readonly Storage[];
  readonly backward: Node['backward'];
}

/** Tensors of `bytes` each that an operation made of one storage, such as its parts, recorded if a gradient has to pass. */
export function recordViews(
  tape: Tape,
  storage: Storage,
  { count, bytes }: { readonly count: number; readonly bytes: number },
  recording: Recording,
): readonly Tensor[] {
  const node = newNode(tape, recording);
  return Array.from({ length: count }, (_, output) => ({ storage, bytes, node, output }));
}

/** The tensor of an operation with one output that it just allocated. */
export function recordOne(tape: Tape, storage: Storage, recording: Recording): Tensor {
  return { storage, bytes: storage.bytes, node: newNode(tape, recording), output: 0 };
}

function newNode(tape: Tape, recording: Recording): Node | undefined {
  const { inputs, trained, saves, backward } = recording;
  if (tape.nodes === undefined || (trained !== true && !inputs.some(needsGradient))) return undefined;
  const node = { inputs, saved: saves ?? NOTHING, backward, arrived: [] };
  saves?.forEach(retain);
  tape.nodes.push(node);
  return node;
}

const NOTHING: readonly Storage[] = [];

/** Whether a gradient has to reach a tensor. */
export const needsGradient = ({ node }: Tensor): boolean => node !== undefined;

/** Hands a gradient to the node that a tensor came from; a second one is added into a new tensor, as autograd does. */
export function deliver(tape: Tape, { node, output }: Tensor, gradient: Gradient): void {
  if (node === undefined) return release(tape, gradient.storage);
  const earlier = node.arrived[output];
  if (earlier === undefined) {
    node.arrived[output] = gradient;
    return;
  }
  const sum = allocate(tape, gradient.bytes);
  release(tape, earlier.storage, gradient.storage);
  node.arrived[output] = { storage: sum, bytes: gradient.bytes };
}

/** Plays once what happens `times` times in a row; what it records is repeated in the backward pass. */
export function repeat<Result>(tape: Tape, times: number, play: () => Result): Result {
  const { nodes } = tape;
  const recorded: Step[] = [];
  if (nodes !== undefined) tape.nodes = recorded;
  const result = atBothEnds(tape, times, play);
  tape.nodes = nodes;
  if (recorded.length > 0) nodes?.push({ times, nodes: recorded });
  return result;
}

/**
 * The backward pass over recorded nodes, last first: each node's gradients are made, those that it was given are freed, then what
 * it had saved, then the gradients of its parameters, which ZeRO has moved into its bucket by then.
 */
export function runBackward(tape: Tape, steps: Step[]): void {
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if ('times' in step) repeatBackward(tape, step);
    else runNode(tape, step);
  }
}

function repeatBackward(tape: Tape, { times, nodes }: Repeated): void {
  atBothEnds(tape, times, () => runBackward(tape, nodes));
}

function runNode(tape: Tape, { arrived, saved, backward, inputs }: Node): void {
  const given = arrived.filter((gradient) => gradient !== undefined);
  if (given.length === 0) return release(tape, ...saved);
  const gradients = backward(tape, given);
  given.forEach(({ storage }) => release(tape, storage));
  release(tape, ...saved);
  if (gradients.parameters !== undefined) release(tape, ...gradients.parameters);
  inputs.forEach((input, index) => {
    const gradient = gradients.inputs[index];
    if (gradient !== undefined) deliver(tape, input, gradient);
  });
}
