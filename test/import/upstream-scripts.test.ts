import { describe, expect, it } from 'vitest';
import { importFile } from '../../src/import/import-files.ts';
import { HYDIT } from '../support/tools.ts';

if (HYDIT === undefined)
  process.stderr.write('skipped: importing upstream’s scripts (set HYDIT to a checkout)\n');

/** A script of upstream, the method that it trains, and the error that it has if any. */
const scripts = [
  ['hydit/train.sh', '{kind: full}', []],
  ['hydit/train_controlnet.sh', '{kind: controlnet, control: canny}', ['import/not-an-index']],
  ['controlnet/train_controlnet.sh', '{kind: controlnet, control: canny}', []],
  ['ipadapter/train_ipadapter.sh', '{kind: ipadapter, weights: public}', []],
  [
    'hydit/train_ipadapter.sh',
    '{kind: ipadapter, weights: public}',
    ['import/not-an-index', 'import/several-indexes'],
  ],
] as const;

describe.skipIf(HYDIT === undefined)('a script of upstream', () => {
  it.each(scripts)('%s is one experiment of its method', async (script, method, codes) => {
    const { experiments, findings } = await importFile(script, HYDIT ?? '');
    expect(experiments.map(({ text }) => /^method: (.*)$/m.exec(text)?.[1])).toEqual([method]);
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code }) => code).sort()).toEqual(codes);
  });
});
