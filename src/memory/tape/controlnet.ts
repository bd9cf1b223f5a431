import { finishBackward, type PlayedStep } from './forward-backward.ts';
import { linear, type LinearShape } from './linear.ts';
import {
  blocks,
  type Conditions,
  embed,
  finish,
  type ModelSettings,
  ofBlock,
  runBlock,
  type Schedule,
} from './model.ts';
import { add } from './operations.ts';
import { retain } from './allocator.ts';
import { free, newTape, repeat, type Tape, type Tensor } from './tape.ts';

/** Blocks of the ControlNet, copies of the first ones of the DiT (hydit/modules/controlnet.py:157). */
export const CONTROL_BLOCKS = 19;

/**
 * Simulates a forward and a backward pass of the ControlNet and the frozen DiT that it steers. The DiT is in `eval`, and blocks
 * are checkpointed in training only, so its blocks always keep what they need (hydit/train_deepspeed_controlnet.py:544, models.py:204).
 */
export function controlNetStep(control: ModelSettings, dit: ModelSettings, schedule: Schedule): PlayedStep {
  const tape = newTape();
  const { controls, conditions: own } = runControlNet(tape, control, schedule);
  const { stream, conditions } = embed(tape, dit);
  const last = blocks(tape, stream, conditions, dit, { ...schedule, checkpointed: () => false }, controls);
  const image = finish(tape, last, conditions.condition, dit);
  free(tape, last, conditions.condition, conditions.text, own.condition, own.text);
  return finishBackward(tape, image);
}

function runControlNet(
  tape: Tape,
  settings: ModelSettings,
  { checkpointed, turns }: Schedule,
): { readonly controls: readonly Tensor[]; readonly conditions: Conditions } {
  const { stream, conditions } = embed(tape, settings);
  const shape: LinearShape = {
    rows: settings.images * settings.tokens,
    in: settings.dimensions.hidden,
    out: settings.dimensions.hidden,
  };
  const embedded = { ...stream, storage: retain(stream.storage) };
  const before = linear(tape, embedded, shape, settings.training('before_proj'));
  let current = add(tape, stream, before);
  free(tape, before, stream);
  const controls = turns.map(({ index, times }) =>
    repeat(tape, times, () => {
      const inputs = { ...conditions, stream: current, skip: undefined };
      const next = runBlock(tape, inputs, ofBlock(settings, index), checkpointed(index));
      free(tape, current);
      current = next;
      return linear(tape, next, shape, settings.training('after_proj_list'));
    }),
  );
  free(tape, current, embedded);
  return { controls, conditions };
}
