import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forkFlagLines } from '../../src/targets/launch/fork-flags.ts';
import { pathsOf } from '../../src/targets/paths.ts';
import { anyText } from '../support/arbitrary-experiment.ts';
import { makeSite, start } from '../support/run-launch.ts';
import { hasPythonModule, runPython } from '../support/tools.ts';
import { trainerArgv } from '../support/trainer-argv.ts';
import { validExperiment } from '../support/valid-experiment.ts';

const name = fc.stringMatching(/^fork-[a-z0-9_-]{0,8}[a-z0-9]$/);
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
const word = anyText.filter((text) => !text.startsWith('-'));
const forkFlags = fc.dictionary(
  name,
  fc.oneof(anyText, number, fc.boolean(), fc.array(word, { minLength: 1, maxLength: 3 })),
  { minKeys: 1, maxKeys: 5, noNullPrototype: true },
);

/** What the launcher hands to the trainer behind our own flags. */
function passedOn(flags: Record<string, unknown>): readonly string[] {
  const experiment = validExperiment({ trainer: { commit: '0'.repeat(40), flags } });
  const site = makeSite(experiment);
  const { status, argv, stderr } = start(site, `${pathsOf(experiment).stage}/launch.sh`);
  expect(status, stderr).toBe(0);
  const ours = trainerArgv(experiment, site.root).at(-1) ?? '';
  return argv.slice(argv.lastIndexOf(ours) + 1);
}

describe('flags of a fork', () => {
  it.each([
    [{ 'lr-schedule': 'cosine' }, ['--lr-schedule=cosine']],
    [{ glaze: true, kiln: false }, ['--glaze']],
    [{ offset: -1e-7, shift: '-x' }, ['--offset=-1e-7', '--shift=-x']],
    [{ sizes: [512, 'big one'] }, ["--sizes 512 'big one'"]],
    [{ note: "it's $(touch pwned)" }, ["--note='it'\\''s $(touch pwned)'"]],
  ])('%j are written as %j', (flags, lines) => {
    expect(forkFlagLines(validExperiment({ trainer: { flags } }))).toEqual(lines);
  });

  it('stand behind all others', () => {
    expect(passedOn({ 'lr-schedule': 'cosine', sizes: [1, 2] })).toEqual([
      '--lr-schedule=cosine',
      '--sizes',
      '1',
      '2',
    ]);
  });

  it.skipIf(!hasPythonModule('argparse'))('reach Python’s parser as they are written', () => {
    const cases = fc
      .sample(forkFlags, { numRuns: 25, seed: 368280 })
      .map((flags) => ({ flags, argv: passedOn(flags) }));
    const script = new URL('python/parse-fork-flags.py', import.meta.url).pathname;
    expect(runPython(script, cases)).toEqual(cases.map(({ flags }) => flags));
  });
});
