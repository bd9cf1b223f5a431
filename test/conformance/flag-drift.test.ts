import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareFlags } from '../../scripts/trainer-flags/compare-flags.ts';
import { trainerFlags } from '../../src/generated/trainer-flags.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { HYDIT, hasPythonModule, PYTHON } from '../support/tools.ts';

/** Edits of upstream's parser, and what each is to be called. */
const EDITS: readonly (readonly [from: RegExp, to: string, says: string])[] = [
  [
    /( +)parser\.add_argument\("--lr",/,
    '$1parser.add_argument("--lr-schedule", type=str)\n$&',
    'added: --lr-schedule',
  ],
  [/^.*"--sigma-small".*\n/m, '', 'removed: --sigma-small'],
  [
    /("--warmup-min-lr", type=float, default=)1e-6/,
    '$11e-5',
    'changed: --warmup-min-lr: default 0.000001, now 0.00001',
  ],
  [/("--rank", type=)int/, '$1float', 'changed: --rank: type "int", now "float"'],
  [
    /("--control-type", .*choices=\[)/,
    '$1"lineart", ',
    'changed: --control-type: choices ["canny","depth","pose"], now ["canny","depth","lineart","pose"]',
  ],
];

describe('the comparison of flags', () => {
  it('says nothing of the same', () => {
    expect(compareFlags(trainerFlags, trainerFlags)).toEqual([]);
  });

  it('names what a switch sets, and what takes a value now', () => {
    const other = trainerFlags.map((flag) =>
      flag.names[0] === '--no-strict' ? { ...flag, form: 'value' as const, sets: null, type: 'bool' } : flag,
    );
    expect(compareFlags(trainerFlags, other)).toEqual([
      'changed: --no-strict: takes "switch", now "value"',
      'changed: --no-strict: type null, now "bool"',
      'changed: --no-strict: sets false, now null',
    ]);
  });
});

const LIMIT = { timeout: 300_000 };

describe.skipIf(HYDIT === undefined || !hasPythonModule('deepspeed'))(
  '--check of a checkout (HYDIT)',
  LIMIT,
  () => {
    const check = (checkout: string) =>
      spawnSync('npx', ['tsx', 'scripts/generate-trainer-flags.ts', '--check', checkout], {
        encoding: 'utf8',
        env: { ...process.env, DITC_PYTHON: PYTHON },
      });

    it('is silent about the known commit', () => {
      expect(check(HYDIT ?? '')).toMatchObject({ status: 0, stdout: '' });
    });

    it('names exactly what an edited parser has changed', () => {
      const folder = temporaryFolder();
      cpSync(join(HYDIT ?? '', 'hydit'), join(folder, 'hydit'), { recursive: true });
      const file = join(folder, 'hydit', 'config.py');
      writeFileSync(
        file,
        EDITS.reduce(
          (text, [from, to]) => {
            expect(text).toMatch(from);
            return text.replace(from, to);
          },
          readFileSync(file, 'utf8'),
        ),
      );
      const { status, stdout } = check(folder);
      expect(stdout.trim().split('\n').toSorted()).toEqual(EDITS.map(([, , says]) => says).toSorted());
      expect(status).toBe(1);
    });
  },
);
