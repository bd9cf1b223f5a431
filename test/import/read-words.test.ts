import { describe, expect, it } from 'vitest';
import { importFile } from '../../src/import/import-files.ts';
import { makeFolder } from '../support/ditc.ts';

const FLAGS = `--task-flag
dit_a
--index-file
a.json
--rope-img
base512
--rope-real
--beta-end
0.018
--uncond-p
0
--uncond-p-t5
0
--resume
--resume-module-root
./ckpts/t2i/model/pytorch_model_module.pt
--reset-loader
--deepspeed
--use-zero-stage
2
`;
const COMMAND = `deepspeed\n--num_gpus\n2\nhydit/train_deepspeed.py\n`;

const codesOf = async (text: string): Promise<readonly string[]> => {
  const { findings, experiments } = await importFile('argv.txt', makeFolder({ 'argv.txt': text }));
  return [...experiments.map(({ name }) => name), ...findings.map(({ code }) => code)];
};

describe('a list of arguments', () => {
  it.each([
    ['one a line', COMMAND + FLAGS],
    ['with the values behind their flags', COMMAND + FLAGS.replaceAll(/\n(?!--|$)/g, ' ')],
    ['with comments', `# of Monday\n${COMMAND}# flags\n${FLAGS}`],
    ['with line ends of Windows', (COMMAND + FLAGS).replaceAll('\n', '\r\n')],
    ['without what starts the trainer', FLAGS],
  ])('is read %s', async (_, text) => expect(await codesOf(text)).toEqual(['a']));

  it('keeps a value with blanks as one, and tells a flag that is missing', async () => {
    const text = FLAGS.replace('dit_a', 'dit a').replace('--rope-real\n', '');
    expect(await codesOf(text)).toEqual(['a', 'import/positions-missing', 'import/blank-in-name']);
  });
});
