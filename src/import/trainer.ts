import { posix } from 'node:path';
import type { TrainerFlagName } from '../generated/trainer-flags.ts';
import { given, type Reading } from './reading.ts';

/** Which of upstream's trainers is started. */
export type Trainer = 'text-to-image' | 'controlnet' | 'ip-adapter' | 'other';

/** Scripts of hydit/ (commit 368280e). */
const SCRIPTS: Readonly<Record<string, Trainer>> = {
  'train_deepspeed.py': 'text-to-image',
  'train_deepspeed_controlnet.py': 'controlnet',
  'train_deepspeed_ipadapter.py': 'ip-adapter',
};

export const trainerOfScript = (path: string): Trainer => SCRIPTS[posix.basename(path)] ?? 'other';

/**
 * The trainer that arguments are for where no script says it: our overlay starts each of them, and args.json names none. A record that
 * may be of either is one of a ControlNet when its run is named so, as in upstream's scripts.
 */
export function trainerOfFlags(reading: Pick<Reading, 'isRecord' | 'settings'>): Trainer {
  if (given(reading, '--is-ipa')) return 'ip-adapter';
  if (given(reading, '--control-type')) return 'controlnet';
  const isNamedSo = /control/i.test(String(given(reading, '--task-flag')?.value));
  return isNamedSo && mayBeOfEdges(reading) ? 'controlnet' : 'text-to-image';
}

/**
 * Whether a record may be of a ControlNet of edges as well as of a whole model: it has `canny` whatever was trained
 * (hydit/config.py:48), and nothing in it is what that trainer ends at or writes otherwise
 * (hydit/train_deepspeed_controlnet.py:219,248,273,332; commit 368280e).
 */
export function mayBeOfEdges(reading: Pick<Reading, 'isRecord' | 'settings'>): boolean {
  const others: readonly TrainerFlagName[] = [
    '--is-ipa',
    '--control-type',
    '--training-parts',
    '--use-ema',
    '--batch-size',
    '--extra-fp16',
  ];
  if (!reading.isRecord || !reading.settings.has('control_type')) return false;
  return given(reading, '--deepspeed') !== undefined && !others.some((name) => given(reading, name));
}
