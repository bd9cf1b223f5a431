import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derive } from '../../src/experiment/derive.ts';
import { type TrainerFlagName, trainerFlags } from '../../src/generated/trainer-flags.ts';
import { trainerArguments } from '../../src/targets/launch/command.ts';
import { accountOf } from '../../src/targets/launch/flags/account.ts';
import { neverPassed } from '../../src/targets/launch/flags/never-passed.ts';
import { otherTrainers } from '../../src/targets/launch/flags/other-trainers.ts';
import { arbitraryExperiment } from '../support/arbitrary-experiment.ts';

const RUNS = 300;

const names = trainerFlags.map(({ names: [name] }) => name as TrainerFlagName); // generated from the same list

/** Whether what is said of a flag is that it is passed. */
function isSaidToBePassed(name: TrainerFlagName): boolean {
  const account = accountOf(name, 'text-to-image');
  return account.kind === 'emitted' || (account.kind === 'fixed' && account.why.startsWith('passed'));
}

describe('what is said of the trainer’s flags', () => {
  it('is said of each by its one name', () => {
    expect(trainerFlags.filter(({ names }) => names.length !== 1)).toEqual([]);
    for (const name of names) expect(() => accountOf(name, 'text-to-image'), name).not.toThrow();
  });

  it('is that a flag is passed if and only if some experiment passes it', () => {
    const passed = fc
      .sample(arbitraryExperiment, { numRuns: RUNS, seed: 368280 })
      .flatMap((experiment) => trainerArguments({ experiment, derived: derive(experiment) }));
    expect(new Set(passed.map(({ flag }) => flag))).toEqual(new Set(names.filter(isSaidToBePassed)));
  });

  it('never comes from two places', () => {
    const both = names.filter((name) => neverPassed.has(name) && isSaidToBePassed(name));
    expect(both).toEqual([]);
    expect([...neverPassed.keys()].filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each(['controlnet', 'ip-adapter'] as const)(
    'differs for %s where its trainer reads otherwise',
    (trainer) => {
      for (const [name, account] of otherTrainers[trainer]) {
        expect(accountOf(name, trainer)).toBe(account);
        expect(account, name).not.toEqual(accountOf(name, 'text-to-image'));
      }
    },
  );
});
