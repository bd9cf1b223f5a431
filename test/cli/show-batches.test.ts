import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RehearsedImage } from '../../src/run/rehearse.ts';
import { copyOfPorcelain, ditc } from '../support/ditc.ts';

describe('ditc show batches', () => {
  const show = async (cwd: string, ...options: readonly string[]) =>
    await ditc(['show', 'lora.yaml', 'batches', ...options], { cwd });

  it('needs the packed data', async () => {
    const { stdout, stderr, status } = await show(copyOfPorcelain());
    expect(stderr).toContain('[env/not-packed]');
    expect({ stdout, status }).toEqual({ stdout: '', status: 4 });
  });

  it('tells every image of a step, as a table and as JSON', async () => {
    const cwd = copyOfPorcelain();
    expect(await ditc(['build', 'lora.yaml', '--only', 'data'], { cwd })).toMatchObject({ status: 0 });

    const start = await show(cwd);
    expect({ stderr: start.stderr, status: start.status }).toEqual({ stderr: '', status: 0 });
    expect(
      start.stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => line.split(/ {2,}/).slice(0, 9)),
    ).toEqual([
      ['epoch', 'step', 'micro step', 'rank', 'row', 'height × width', 'scaled', 'trained', 'repeat'],
      ...[
        ['0', '1', '1', '0', 'porcelain 6', '896 × 896', '1024 × 1024', '1024 × 1024', 'images/06-plate.png'],
        [
          '0',
          '1',
          '2',
          '0',
          'porcelain 23',
          '1024 × 896',
          '1097 × 960',
          '1088 × 960',
          'images/23-stemcup.webp',
        ],
        ['0', '1', '3', '0', 'porcelain 9', '1536 × 768', '1408 × 704', '1344 × 704', 'images/09-vase.jpg'],
        ['0', '1', '4', '0', 'porcelain 16', '1408 × 768', '1344 × 733', '1344 × 704', 'images/16-vase.webp'],
      ].map((cells) => ['', ...cells].slice(0, 9)),
    ]);

    // An epoch has 24 micro steps of one image, three optimizer steps.
    const json = await show(cwd, '--step', '4', '--format', 'json');
    const images = JSON.parse(json.stdout) as readonly RehearsedImage[]; // our own format
    expect(images.map(({ epoch, microStep }) => [epoch, microStep])).toEqual(
      Array.from({ length: 8 }, (_, at) => [1, 25 + at]),
    );
    const epoch = await show(cwd, '--epoch', '1', '--format', 'json');
    expect(JSON.parse(epoch.stdout)).toEqual(images.slice(0, 4));

    writeFileSync(join(cwd, 'porcelain.csv'), 'image_path,text\nimages/01-plate.jpg,a bowl\n');
    expect(await show(cwd)).toMatchObject({
      status: 4,
      stdout: '',
      stderr: expect.stringContaining('The source `porcelain` is not what it was'),
    });
  });

  it.each([
    { options: ['--step', '2', '--epoch', '1'], says: 'cannot be used with option', status: 2 },
    { options: ['--step', '0'], says: 'Write a whole number from 1 on.', status: 2 },
    { options: ['--rank', 'all'], says: 'Write a whole number from 0 on.', status: 2 },
  ])('refuses $options', async ({ options, says, status }) => {
    const outcome = await show(copyOfPorcelain(), ...options);
    expect(outcome).toMatchObject({ status, stdout: '', stderr: expect.stringContaining(says) });
  });

  it('keeps its options from other views', async () => {
    const argv = ['show', 'lora.yaml', 'buckets', '--rank', '0'];
    expect(await ditc(argv, { cwd: copyOfPorcelain() })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('`--rank` says nothing about `buckets`'),
    });
  });
});
