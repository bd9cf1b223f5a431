import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ditc, makeFolder } from '../support/ditc.ts';
import { emit } from '../support/emit.ts';
import { IN_PODS } from '../support/in-pods.ts';
import { validExperiment } from '../support/valid-experiment.ts';

const LAUNCH = `deepspeed --num_gpus 2 hydit/train_deepspeed.py --task-flag dit_a --index-file data/a.json \\
  --batch-size 4 --rope-img base512 --rope-real --beta-end 0.018 --uncond-p 0 --uncond-p-t5 0 \\
  --resume --resume-module-root ./ckpts/t2i/model/pytorch_model_ema.pt --reset-loader --deepspeed --use-zero-stage 2
`;

describe('ditc import', () => {
  it('has a help', async () => {
    const { stdout, status } = await ditc(['import', '--help']);
    await expect(stdout).toMatchFileSnapshot('../cli/help/import.txt');
    expect(status).toBe(0);
  });

  it('prints an experiment that `check` reads', async () => {
    const cwd = makeFolder({ 'train.sh': LAUNCH, 'a.csv': 'image_path,text\n' });
    const imported = await ditc(['import', 'train.sh'], { cwd });
    expect(imported).toMatchObject({ stderr: '', status: 0 });
    const checked = await ditc(['check', '-', '--format', 'json'], { cwd, stdin: imported.stdout });
    const errors = (JSON.parse(checked.stdout) as { diagnostics: { severity: string }[] }).diagnostics.filter(
      ({ severity }) => severity === 'error',
    );
    expect(errors).toEqual([]);
  });

  it('prints the first of several trainings and says so, or writes each', async () => {
    const cwd = makeFolder({ 'two.sh': `${LAUNCH}${LAUNCH}` });
    const { stdout, stderr, status } = await ditc(['import', 'two.sh'], { cwd });
    expect(stdout.match(/^ditc: 1$/gm)).toHaveLength(1);
    expect(stderr).toContain('two.sh:4:1: warning: 2 trainings are started');
    expect(stderr).toContain('the first of 2 experiments; `--out FOLDER` writes a file for each\n');
    expect(status).toBe(0);
    expect((await ditc(['import', 'two.sh', '--out', 'all'], { cwd })).stdout).toBe('');
    expect(readdirSync(join(cwd, 'all')).sort()).toEqual(['a-2.yaml', 'a.yaml']);
    expect(readFileSync(join(cwd, 'all', 'a.yaml'), 'utf8')).toBe(stdout);
    expect(await ditc(['import', 'two.sh', '--out', 'all'], { cwd })).toMatchObject({ status: 4 });
  });

  it('gives experiments and findings as JSON', async () => {
    const cwd = makeFolder({ 'train.sh': LAUNCH.replace('--rope-real', '--rope-rea') });
    const { stdout, stderr, status } = await ditc(['import', 'train.sh', '--format', 'json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      experiments: [{ name: 'a' }],
      diagnostics: [{ code: 'import/short-flag', file: 'train.sh', line: 2, column: 37, severity: 'info' }],
    });
    expect([stderr, status]).toEqual(['', 0]);
  });

  it.each([
    ['{\n "task_flag": "dit"\n "lr": 1e-4\n}\n', 'args.json:3:2: error: `,` or `}` is expected here'],
    ['{\n "task_flag": "dit",\n}\n', 'args.json:2:20: error: a comma stands before a closing bracket'],
    ['[]', 'args.json:1:1: error: the file holds no arguments [import/no-record]'],
    ['{"resume": True}', 'args.json:1:12: error: `True` is Python'],
  ])('reads a record as JSON: %j', async (text, expected) => {
    const { stdout, stderr, status } = await ditc(['import', 'args.json'], {
      cwd: makeFolder({ 'args.json': text }),
    });
    expect([stdout, status]).toEqual(['', 1]);
    expect(stderr).toContain(expected);
  });

  it('says of an experiment that it may be one already', async () => {
    const cwd = makeFolder({ 'experiment.yaml': 'ditc: 1\nname: porcelain\n' });
    const { stdout, stderr, status } = await ditc(['import', 'experiment.yaml'], { cwd });
    expect([stdout, status]).toEqual(['', 1]);
    expect(stderr).toContain('no training is started: is this an experiment already?');
  });

  it('knows a file of ours that starts no training itself, which a check has nothing against', async () => {
    const header = '# Written by ditc from porcelain.yaml: edit that file, not this one.';
    const cwd = makeFolder({
      'pack.sbatch': `#!/usr/bin/env bash\n${header}\nexec ditc build --part 1/2 porcelain.yaml\n`,
    });
    const says = 'ditc wrote this file from `porcelain.yaml` [import/written-by-ditc]\n';
    const imported = await ditc(['import', 'pack.sbatch'], { cwd });
    expect(imported).toMatchObject({ status: 1, stderr: `pack.sbatch:1:1: error: ${says}` });
    const checked = await ditc(['check', 'pack.sbatch'], { cwd });
    expect(checked).toMatchObject({ status: 0, stdout: `pack.sbatch:1:1: info: ${says}` });
  });

  it.each([
    ['hosts', { kind: 'hosts', hostfile: 'hostfile' }],
    ['slurm', { kind: 'slurm', time: '12:00:00', requeue: true, pack: { parts: 4, time: '4:00:00' } }],
    ['kubernetes', IN_PODS.machine.launch],
  ])('says nothing else of the scripts that start a training by %s', async (_, launch) => {
    const files = emit(validExperiment({ machine: { nodes: 2, launch } }))
      .filter(({ path }) => /\.(sh|sbatch)$/.test(path) && !path.endsWith('/launch.sh'))
      .map(({ path, content }) => [path, String(content)] as const);
    const cwd = makeFolder(Object.fromEntries(files));
    const { stdout, status } = await ditc(['check', ...files.map(([path]) => path)], { cwd });
    const found = files.map(
      ([path]) => `${path}:1:1: info: ditc wrote this file from \`porcelain.yaml\` [import/written-by-ditc]`,
    );
    expect(files.length).toBeGreaterThan(1);
    expect(stdout.trimEnd().split('\n').toSorted()).toEqual(found.toSorted());
    expect(status).toBe(0);
  });

  it('has status 1 after an error, and 4 for a file that is not there', async () => {
    const cwd = makeFolder({ 'train.sh': 'echo hello\n' });
    const { stdout, stderr, status } = await ditc(['import', 'train.sh'], { cwd });
    expect([stdout, status]).toEqual(['', 1]);
    expect(stderr).toBe('train.sh:1:1: error: no training is started [import/no-training]\n');
    expect(await ditc(['import', 'other.sh'], { cwd })).toMatchObject({ stdout: '', status: 4 });
  });
});
