import { blocks, embed, finish, type ModelSettings, type Schedule } from './model.ts';
import { allocate, newTape, release, runBackward, type Tape, type Tensor } from './tape.ts';

/** Bytes of one micro step. */
export interface StepBytes {
  /** Alive after the forward pass: kept for the backward. */
  readonly kept: number;
  /** The most alive at any time of both passes. */
  readonly peak: number;
}

/** Simulates a forward and a backward pass of the DiT. */
export function forwardBackward(settings: ModelSettings, schedule: Schedule): StepBytes {
  const tape = newTape();
  const { stream, conditions } = embed(tape, settings);
  const last = blocks(tape, stream, conditions, settings, schedule);
  const image = finish(tape, last, conditions.condition, settings);
  release(tape, last.storage, conditions.condition.storage, conditions.text.storage);
  if (conditions.imagePrompt !== undefined) release(tape, conditions.imagePrompt.storage);
  return finishBackward(tape, image);
}

/** The squared error in fp32 and the backward pass. */
export function finishBackward(tape: Tape, image: Tensor): StepBytes {
  const wide = allocate(tape, 2 * image.bytes);
  const kept = tape.live;
  const gradient = allocate(tape, image.bytes);
  release(tape, wide);
  if (image.node !== undefined) image.node.arrived[0] = { storage: gradient, bytes: image.bytes };
  runBackward(tape, tape.nodes ?? []);
  return { kept, peak: tape.peak };
}
