import { setTimeout } from 'node:timers/promises';
import type { Env } from '../env/find-program.ts';
import { checkCheckout } from './checkout.ts';
import { type Check, type Examination, missing } from './check.ts';
import { checkEncoders } from './encoders.ts';
import { checkGpus } from './gpus.ts';
import { checkPackages } from './packages.ts';
import { askPython } from './python.ts';
import { checkSpace } from './space.ts';
import { checkCache, checkSecrets, checkTools } from './tools.ts';
import type { Wanted } from './wanted.ts';
import { checkWeights } from './weights.ts';

/** Looks at everything that a training needs of this machine, all at the same time; the order of the checks is always the same. */
export async function examine(
  wanted: Wanted,
  processEnv: Env,
  experiment: string | undefined,
): Promise<Examination> {
  const env = { ...processEnv, ...wanted.env };
  const groups: readonly (readonly Check[])[] = await Promise.all([
    inTime('checkout', checkCheckout(wanted, env)),
    askPython(env).then((python) => checkPackages(python, wanted, env)),
    checkTools(wanted, env),
    checkGpus(wanted, env),
    inTime('disk', checkSpace(wanted)),
    inTime('weights', checkWeights(wanted)),
    inTime('encoders', checkEncoders(wanted)),
    inTime('HF cache', checkCache(wanted, env)),
    checkSecrets(wanted, processEnv),
  ]);
  const checks = groups.flat();
  return {
    formatVersion: 1,
    ...(experiment !== undefined && { experiment }),
    ready: checks.every(({ status }) => status !== 'missing'),
    checks,
  };
}

/** Time after which a disk is taken for one that does not answer. */
const DISK_SECONDS = 30;

/** The checks, or one that says that the disk gives no answer: a network file system may wait for ever. */
async function inTime(name: string, checks: Promise<readonly Check[]>): Promise<readonly Check[]> {
  const timer = new AbortController();
  const late = setTimeout(DISK_SECONDS * 1000, [noAnswer(name)], { signal: timer.signal });
  try {
    return await Promise.race([checks, late]);
  } finally {
    timer.abort();
  }
}

const noAnswer = (name: string): Check =>
  missing(
    name,
    `the disk gives no answer after ${DISK_SECONDS} s`,
    'The training would wait for it too. Look at the mounts (`mount`, `dmesg`).',
  );
