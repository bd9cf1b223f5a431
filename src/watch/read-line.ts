import { findTrouble, type Trouble } from './troubles.ts';

/** What a line of the output says. Steps are optimizer steps where they are called so. */
export type Said =
  | { readonly kind: 'stage-starts' | 'stage-finished'; readonly stage: string }
  | { readonly kind: 'epoch'; readonly epoch: number }
  | { readonly kind: 'goes-on' | 'left'; readonly step: number }
  | Measured
  | { readonly kind: 'saved'; readonly checkpoint: string }
  | { readonly kind: 'skipped'; readonly skipped: number; readonly steps: number }
  | { readonly kind: 'trouble'; readonly trouble: Trouble; readonly match: RegExpExecArray }
  | { readonly kind: 'words'; readonly words: string };

/** A line of the training loop. */
export interface Measured {
  readonly kind: 'measured';
  readonly microStep: number;
  readonly loss: number;
  readonly lr: number;
  readonly samplesPerSecond: number;
  /** As the trainer writes it, in the time of its machine; undefined when the line has none. */
  readonly time: Date | undefined;
}

type Reader = readonly [pattern: RegExp, read: (match: RegExpExecArray, time: Date | undefined) => Said];

/** The words of run.sh, of the trainer (hydit/train_deepspeed.py:60-130 and 555-640, commit 368280e) and of the overlay. */
const READERS: readonly Reader[] = [
  [
    /^\(step=(\d+)\) (?:\(update_step=\d+\) )?Train Loss: (\S+), Lr: (\S+), Steps\/Sec: \S+, Samples\/Sec: (\S+)$/,
    ([, step, loss, lr, samples], time) => ({
      kind: 'measured',
      microStep: Number(step),
      loss: pythonNumber(loss),
      lr: pythonNumber(lr),
      samplesPerSecond: pythonNumber(samples),
      time,
    }),
  ],
  [/^Beginning epoch (\d+)\.\.\.$/, ([, epoch]) => ({ kind: 'epoch', epoch: Number(epoch) })],
  [/^Saved checkpoint to (?:.*\/)?(.+)$/, ([, checkpoint = '']) => ({ kind: 'saved', checkpoint })],
  [/^ditc: stage (\S+) starts$/, ([, stage = '']) => ({ kind: 'stage-starts', stage })],
  [/^ditc: stage (\S+) is finished: /, ([, stage = '']) => ({ kind: 'stage-finished', stage })],
  [/^ditc: going on from .* after update (\d+)$/, ([, step]) => ({ kind: 'goes-on', step: Number(step) })],
  [/^ditc: left after update (\d+), /, ([, step]) => ({ kind: 'left', step: Number(step) })],
  [
    /^ditc: (\d+) of (\d+) optimizer steps were skipped because of fp16 overflow$/,
    ([, skipped, steps]) => ({ kind: 'skipped', skipped: Number(skipped), steps: Number(steps) }),
  ],
];

const COLORS = /\u001b\[[\d;]*m/g;
/** `[2026-11-25 02:10:11] ` before each line of the trainer's logger, in colour in the file too (hydit/utils/tools.py:124). */
const TIME = /^\[(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)\] +/;
/** Our own words to whoever looks; the overlay names the rank when it ends one. */
const OURS = /^ditc: (?:rank \d+: )?(?!training into )/;

/** Reads one line of the trainer's standard output or error; undefined where it says nothing of interest. */
export function readLine(raw: string): Said | undefined {
  const line = raw.replace(COLORS, '').trim();
  const stamp = TIME.exec(line);
  const text = stamp ? line.slice(stamp[0].length) : line;
  const time = stamp ? new Date(`${stamp[1]}T${stamp[2]}`) : undefined;
  for (const [pattern, read] of READERS) {
    const match = pattern.exec(text);
    if (match) return read(match, time);
  }
  const found = findTrouble(text);
  if (found) return { kind: 'trouble', ...found };
  // What the overlay logs, as the trainer does, is for the log.
  return stamp === null && OURS.test(text) ? { kind: 'words', words: text.replace(OURS, '') } : undefined;
}

/** Python writes `nan`, `inf` and `-inf`. */
function pythonNumber(text: string | undefined): number {
  return Number(text?.replace('inf', 'Infinity'));
}
