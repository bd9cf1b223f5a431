import { blocks, embed, finish, type ModelSettings, type Schedule } from './model.ts';
import { allocate, release } from './allocator.ts';
import { newTape, runBackward, type Tape, type Tensor } from './tape.ts';

/** Bytes of one micro step. */
export interface StepBytes {
  /** Alive after the forward pass: kept for the backward. */
  readonly kept: number;
  /** The most alive at any time of both passes. */
  readonly peak: number;
}

/** A step that was played, for any number of images. */
export interface PlayedStep {
  readonly kept: Moment;
  /** Every moment that is the peak for some number of images. */
  readonly highs: readonly Moment[];
}

/** Bytes alive at one time: what grows with the images that were played, and what does not. */
interface Moment {
  readonly live: number;
  readonly fixed: number;
}

/** The step with `times` the images that were played. */
export function stepBytes({ kept, highs }: PlayedStep, times: number): StepBytes {
  const total = ({ live, fixed }: Moment): number => times * live + fixed;
  return { kept: total(kept), peak: Math.max(...highs.map(total)) };
}

/** Simulates a forward and a backward pass of the DiT. */
export function forwardBackward(settings: ModelSettings, schedule: Schedule): PlayedStep {
  const tape = newTape();
  const { stream, conditions } = embed(tape, settings);
  const last = blocks(tape, stream, conditions, settings, schedule);
  const image = finish(tape, last, conditions.condition, settings);
  release(tape, last.storage, conditions.condition.storage, conditions.text.storage);
  if (conditions.imagePrompt !== undefined) release(tape, conditions.imagePrompt.storage);
  return finishBackward(tape, image);
}

/** The squared error in fp32 and the backward pass. */
export function finishBackward(tape: Tape, image: Tensor): PlayedStep {
  const wide = allocate(tape, 2 * image.bytes);
  const kept = { live: tape.live, fixed: tape.fixed };
  const gradient = allocate(tape, image.bytes);
  release(tape, wide);
  if (image.node !== undefined) image.node.arrived[0] = { storage: gradient, bytes: image.bytes };
  runBackward(tape, tape.nodes ?? []);
  return { kept, highs: highsOf(tape.most) };
}

/** Without the moments at which another one has more of both. */
function highsOf(most: ReadonlyMap<number, number>): readonly Moment[] {
  const moments = [...most].map(([fixed, live]) => ({ fixed, live })).toSorted((a, b) => b.fixed - a.fixed);
  let high = 0;
  return moments.filter(({ live }) => {
    if (live <= high) return false;
    high = live;
    return true;
  });
}
