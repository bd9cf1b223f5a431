import { posix } from 'node:path';
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
 * The trainer that arguments are for where no script says it: our overlay starts each of them, and args.json names none. A record has
 * `canny` whatever was trained (hydit/config.py:48, commit 368280e), so a ControlNet of edges is not seen in one.
 */
export function trainerOfFlags(reading: Pick<Reading, 'isRecord' | 'settings'>): Trainer {
  if (given(reading, '--is-ipa')) return 'ip-adapter';
  return given(reading, '--control-type') ? 'controlnet' : 'text-to-image';
}
