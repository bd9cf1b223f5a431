import type { TrainerFlagName } from '../../../generated/trainer-flags.ts';
import { flags } from '../flags.ts';
import { neverPassed } from './never-passed.ts';
import { otherTrainers } from './other-trainers.ts';

/** The trainers of upstream that share one parser. */
export type Trainer = 'text-to-image' | 'controlnet' | 'ip-adapter';

/** What becomes of a flag with one of the trainers. */
export type Account =
  | { readonly kind: 'emitted'; readonly from: readonly string[] }
  | { readonly kind: 'inference' }
  | { readonly kind: 'fixed' | 'dead' | 'refused'; readonly why: string };

/** What becomes of a flag: what its emitter says, if there is one, but for a trainer that reads it in another way. */
export function accountOf(name: TrainerFlagName, trainer: Trainer): Account {
  const different = trainer === 'text-to-image' ? undefined : otherTrainers[trainer].get(name);
  const account = different ?? emittedAccount(name) ?? neverPassed.get(name);
  if (account === undefined) throw new Error(`nothing is said about ${name}`);
  return account;
}

function emittedAccount(name: TrainerFlagName): Account | undefined {
  const found = flags.find(({ flag }) => flag === name);
  if (found === undefined) return undefined;
  const [from, ...more] = found.from;
  if (from === undefined) return { kind: 'fixed', why: 'passed, the same for every experiment' };
  return from === 'model.version' && more.length === 0
    ? { kind: 'fixed', why: 'passed as `model.version` wants it' }
    : { kind: 'emitted', from: found.key === undefined ? found.from : [found.key] };
}
