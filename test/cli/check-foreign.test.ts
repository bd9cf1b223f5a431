import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makePng } from '../pack/porcelain.ts';
import { ditc, experimentText, makeFolder } from '../support/ditc.ts';

const CSV = `img_path,text_zh
large.png,青花瓷碗
small.png,"一只碗，
白色"
gone.png,碗
`;

const LAUNCH = `deepspeed --num_gpus 1 hydit/train_deepspeed.py \\
    --task-flag dit --index-file jsons/a.json --multireso --reso-step 64 --image-size 1024 \\
    --lr 1e-4 --lerning-rate 1e-4
`;

const INDEX = `{"data_type": ["x"], "config_file": "", "indices_file": "", "arrow_files": ["a.arrow"],
 "cum_length": [1], "group_length": [1], "indices": [0]}
`;

/** Lines of the findings, as `file:line:column: severity` and the code. */
const linesOf = (stdout: string): readonly string[] =>
  stdout
    .trimEnd()
    .split('\n')
    .filter((line) => /^\S+:\d+:\d+: /.test(line))
    .map((line) => line.replace(/^(\S+:\d+:\d+: \w+): .*\[([^\]]*)\]$/, '$1 $2'));

const lab = (more: Record<string, string | Uint8Array> = {}): string =>
  makeFolder({
    'data.csv': CSV,
    'large.png': makePng(1024, 1024),
    'small.png': makePng(64, 48),
    'porcelain.csv': 'image_path,text\n',
    'experiment.yaml': experimentText(),
    ...more,
  });

describe('ditc check of a CSV', () => {
  it('says at each row what a build would say', async () => {
    const { stdout, status } = await ditc(['check', 'data.csv'], { cwd: lab() });
    expect(linesOf(stdout)).toEqual([
      'data.csv:3:1: warning data/small-image',
      'data.csv:5:1: error data/missing-image',
    ]);
    expect(status).toBe(1);
  });

  it('takes the columns and the size of the experiment beside it', async () => {
    const cwd = lab({ 'mine.csv': 'where,what\nsmall.png,a\nsmall.png,a\n' });
    const experiment = experimentText(
      ['size: 1024', 'size: 512'],
      ['data:\n', 'data:\n  columns: {image: where, text: what}\n'],
      ['min_side: 1024', 'min_side: 512'],
    );
    writeFileSync(join(cwd, 'experiment.yaml'), experiment);
    const alone = await ditc(['check', 'mine.csv'], { cwd });
    expect(linesOf(alone.stdout)).toEqual(['mine.csv:1:1: error data/csv-missing-column']);
    const { stdout } = await ditc(['check', 'mine.csv', '--with', 'experiment.yaml'], { cwd });
    expect(stdout).toContain('64x48, trained at 512');
    expect(linesOf(stdout)).toContain('mine.csv:3:11: warning data/repeated-caption');
  });

  it('says of many rows where the first hundred are, and how many more', async () => {
    const rows = Array.from({ length: 250 }, (_, row) => `${row}.png,碗 ${row}\n`);
    const cwd = lab({ 'many.csv': `image_path,text\n${rows.join('')}` });
    const { stdout } = await ditc(['check', 'many.csv'], { cwd });
    expect(linesOf(stdout)).toHaveLength(100);
    expect(stdout).toContain('no file `99.png` (and 150 more rows)');
  });

  it('says what no row can be used for', async () => {
    const cwd = lab({ 'data.csv': 'image_path;text\n0.png;碗\n' });
    const { stdout } = await ditc(['check', 'data.csv'], { cwd });
    expect(linesOf(stdout)).toEqual(['data.csv:1:11: error data/csv-separator']);
  });

  it('explains its findings', async () => {
    const { stdout, status } = await ditc(['explain', 'data/small-image']);
    expect({ status, title: stdout.split('\n', 1)[0] }).toEqual({ status: 0, title: '## CSV and images' });
  });
});

const TRAINING = `#!/bin/bash
noise=9
deepspeed hydit/train_deepspeed.py --deepspeed --use-zero-stage 2 --task-flag dit_plates --model DiT-g/2 \\
  --image-size 1024 --multireso --reso-step 64 --index-file plates.json --rope-img base512 --rope-real \\
  --qk-norm --noise-schedule scaled_linear --beta-start 0.00085 --beta-end 0.018 --predict-type v_prediction \\
  --resume --resume-module-root ./pytorch_model_module.pt --reset-loader --lr 0.0001 --batch-size 1 \\
  __FLAG__
`;

describe('ditc check of a launch script', () => {
  it('says at line and column what import says, and judges the indexes that it names', async () => {
    const cwd = lab({ 'train.sh': LAUNCH, 'jsons/a.json': INDEX, 'a.arrow': '' });
    const { stdout, status } = await ditc(['check', 'train.sh'], { cwd });
    expect(linesOf(stdout)).toEqual(
      expect.arrayContaining([
        'train.sh:3:15: error import/fork-flag',
        'jsons/a.json:2:21: error index/other-kind',
      ]),
    );
    expect(status).toBe(1);
  });

  it.each([
    ['--reso-step 60', 'train.sh:7:15: error rule/step-fits-base'],
    ['--training-parts lora --target-modules Wqkv to_q', 'train.sh:7:47: error rule/lora-target-unknown'],
    [
      '--model DiT-XL/2 --resume-module-root ckpts/t2i/model/pytorch_model_ema.pt',
      'train.sh:7:41: error rule/xl-needs-own-weights',
    ],
    ['--uncond-p 1.5', 'train.sh:7:14: error schema/out-of-range'],
    ['--noise-offset "$noise"', 'train.sh:2:1: error schema/out-of-range'],
  ])('refuses %s at its place, as in an experiment', async (flag, found) => {
    const script = TRAINING.replace('__FLAG__', flag);
    const { stdout } = await ditc(['check', 'train.sh'], { cwd: lab({ 'train.sh': script }) });
    expect(linesOf(stdout)).toContain(found);
  });

  it.each(['train.sh', 'argv.txt'])(
    'leaves alone in %s what an experiment has to be told only',
    async (name) => {
      const plain = TRAINING.replace('__FLAG__', '--uncond-p-t5 0.1 --uncond-p 0.1');
      const words = plain
        .replaceAll(/^(#.*|noise=.*)$|[\\"]/gm, '')
        .trim()
        .replaceAll(/\s+/g, '\n');
      const cwd = lab({ [name]: name === 'argv.txt' ? words : plain });
      const { stdout } = await ditc(['check', name], { cwd });
      expect(linesOf(stdout).filter((line) => /rule|schema/.test(line))).toEqual([]);
    },
  );

  it('says what `idk` does not know, and misses no training where data is prepared', async () => {
    const cwd = lab({ 'prep.sh': 'idk base -c a.yaml -t a.json -w 8\nidk mulitreso\nidk base --src a\n' });
    const { stdout } = await ditc(['check', 'prep.sh'], { cwd });
    expect(linesOf(stdout)).toEqual([
      'prep.sh:2:5: error idk/command-line',
      'prep.sh:3:10: error idk/command-line',
    ]);
  });
});

describe('a file of another tool with an experiment beside it', () => {
  const DS = '{"train_micro_batch_size_per_gpu": 4, "gradient_accumulation_steps": 2}\n';
  const found = 'ds.json:1:2: error deepspeed/batch';

  it.each<[string, readonly string[], readonly string[]]>([
    ['alone', ['ds.json'], []],
    [
      'with the only experiment of the command',
      ['experiment.yaml', 'ds.json'],
      [found, 'ds.json:1:39: error deepspeed/batch'],
    ],
    [
      'with the one that is named',
      ['ds.json', '--with', 'experiment.yaml'],
      [found, 'ds.json:1:39: error deepspeed/batch'],
    ],
    ['between two experiments', ['experiment.yaml', 'other.yaml', 'ds.json'], []],
    [
      'between two, one of them named',
      ['experiment.yaml', 'other.yaml', 'ds.json', '--with', 'other.yaml'],
      ['ds.json:1:39: error deepspeed/batch'],
    ],
  ])('is judged %s', async (_, args, expected) => {
    const cwd = lab({
      'ds.json': DS,
      'other.yaml': experimentText(['micro_batch: 1', 'micro_batch: 4'], ['batch: 8', 'batch: 4']),
    });
    const { stdout } = await ditc(['check', ...args], { cwd });
    expect(linesOf(stdout).filter((line) => line.includes('deepspeed/batch'))).toEqual(expected);
  });

  it('knows how many hosts and GPUs there are', async () => {
    const cwd = lab({ hosts: 'a slots=1\nb slots=2\n' });
    const { stdout } = await ditc(['check', 'hosts', '--with', 'experiment.yaml'], { cwd });
    expect(linesOf(stdout).filter((line) => line.includes('other-size'))).toEqual([
      'hosts:2:1: error hostfile/other-size',
      'hosts:2:1: error hostfile/other-size',
    ]);
  });

  it('is trouble when the experiment is not there', async () => {
    const { stderr, status } = await ditc(['check', 'data.csv', '--with', 'gone.yaml'], { cwd: lab() });
    expect(stderr).toContain('gone.yaml');
    expect(status).toBe(4);
  });

  it.each(['weights.pt', 'index.json', 'captions.csv'])(
    'says of %s of 3 GiB that it is too large',
    async (name) => {
      const cwd = lab({ [name]: '' });
      truncateSync(join(cwd, name), 3 * 2 ** 30); // takes no room on the disk
      const { stderr, status } = await ditc(['check', name], { cwd });
      expect(stderr).toContain(`error: \`${name}\` has more than 256 MiB [env/unreadable-file]\n  help: N`);
      expect(status).toBe(4);
    },
  );
});
