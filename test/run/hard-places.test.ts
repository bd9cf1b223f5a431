import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { copyOfPorcelain, ditc } from '../support/ditc.ts';
import { attempt, mountSmallDisk } from '../support/small-disk.ts';

const build = (cwd: string, only: 'files' | 'data' = 'files') =>
  ditc(['build', 'lora.yaml', '--only', only], { cwd });

/** Every file below a folder, by path. */
function filesIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => statSync(join(folder, name)).isFile()).sort();
}

describe('places that cannot be written', () => {
  it.each([
    {
      obstacle: 'launch',
      says: /cannot be made: a (part of its path is a file|file of that name is in the way)/,
    },
    {
      obstacle: 'launch/porcelain/local',
      says: /cannot be made: a (part of its path is a file|file of that name is in the way)/,
    },
  ])('says so when the file $obstacle is in the way', async ({ obstacle, says }) => {
    const cwd = copyOfPorcelain();
    mkdirSync(dirname(join(cwd, obstacle)), { recursive: true });
    writeFileSync(join(cwd, obstacle), 'mine\n');
    const { stdout, stderr, status } = await build(cwd);
    expect(stderr).toMatch(/^error: `launch\/[^`]*` .* \[env\/cannot-write\]\n {2}help: .*\.\n$/);
    expect(stderr).toMatch(says);
    expect({ stdout, status }).toEqual({ stdout: '', status: 4 });
    expect(readFileSync(join(cwd, obstacle), 'utf8')).toBe('mine\n');
  });

  it('says so when a folder is in the way of a file, in `plan` too', async () => {
    const cwd = copyOfPorcelain();
    mkdirSync(join(cwd, 'launch/porcelain/local/run.sh'), { recursive: true });
    for (const argv of [
      ['build', 'lora.yaml', '--only', 'files'],
      ['plan', 'lora.yaml'],
    ]) {
      const { stderr, status } = await ditc(argv, { cwd });
      expect(stderr).toContain(
        '`launch/porcelain/local/run.sh` cannot be written: a folder of that name is in the way',
      );
      expect(status).toBe(4);
    }
  });

  it('says so when the file `packed` is in the way', async () => {
    const cwd = copyOfPorcelain();
    writeFileSync(join(cwd, 'packed'), 'mine\n');
    const { stderr, status } = await build(cwd, 'data');
    expect(stderr).toMatch(/^error: .* \[env\/[a-z-]+\]\n {2}help: .*\.\n$/);
    expect(status).toBe(4);
    expect(readFileSync(join(cwd, 'packed'), 'utf8')).toBe('mine\n');
  });

  it('says so in a folder without write permission', async ({ skip }) => {
    const cwd = copyOfPorcelain();
    mkdirSync(join(cwd, 'launch'), { mode: 0o500 });
    // Root writes everywhere; a file system that is read only stops root too.
    if (process.getuid?.() === 0) {
      const bound =
        attempt('mount', ['--bind', join(cwd, 'launch'), join(cwd, 'launch')]) ??
        skip('needs mount or a user that is not root');
      onTestFinished(() => void attempt('umount', ['-l', join(cwd, 'launch')]));
      expect(bound).toBe('');
      if (attempt('mount', ['-o', 'remount,bind,ro', join(cwd, 'launch')]) === undefined) skip('needs mount');
    }
    const { stderr, status } = await build(cwd);
    expect(stderr).toMatch(
      /^error: `launch\/[^`]*` (may not be written|cannot be made|lies on a disk that cannot be written) \[env\/cannot-write\]\n/,
    );
    expect(status).toBe(4);
  });

  it('leaves no half-written launch file on a full disk, and goes on when there is room', async ({
    skip,
  }) => {
    const cwd = copyOfPorcelain();
    if (!mountSmallDisk(join(cwd, 'launch'), '64k')) skip('needs mount');
    const { stderr, status } = await build(cwd);
    expect(stderr).toMatch(/^error: `launch\/[^`]*` does not fit: the disk is full \[env\/cannot-write\]\n/);
    expect(status).toBe(4);
    const written = filesIn(join(cwd, 'launch'));
    const whole = copyOfPorcelain();
    await build(whole);
    for (const name of written) {
      expect(readFileSync(join(cwd, 'launch', name), 'utf8'), name).toBe(
        readFileSync(join(whole, 'launch', name), 'utf8'),
      );
    }
    expect(attempt('mount', ['-o', 'remount,size=4m', join(cwd, 'launch')])).toBe('');
    expect(await build(cwd)).toMatchObject({ status: 0, stderr: '' });
    expect(filesIn(join(cwd, 'launch'))).toEqual(filesIn(join(whole, 'launch')));
  });

  it('leaves no half-written shard or index on a full disk, and goes on when there is room', async ({
    skip,
  }) => {
    const cwd = copyOfPorcelain();
    if (!mountSmallDisk(join(cwd, 'packed'), '512k')) skip('needs mount');
    const { stderr, status } = await build(cwd, 'data');
    expect(stderr).toMatch(/^error: .* \[env\/[a-z-]+\]\n {2}help: .*\.\n$/);
    expect(stderr).toMatch(/full|space/);
    expect(status).toBe(4);
    expect(
      filesIn(join(cwd, 'packed')).filter((name) => name.endsWith('.arrow') && !name.includes('.partial/')),
    ).toEqual([]);
    expect(attempt('mount', ['-o', 'remount,size=64m', join(cwd, 'packed')])).toBe('');
    expect(await build(cwd, 'data')).toMatchObject({ status: 0 });
    const whole = copyOfPorcelain();
    await build(whole, 'data');
    expect(filesIn(join(cwd, 'packed'))).toEqual(filesIn(join(whole, 'packed')));
    // Stamps tell the files of one copy of the images from those of another.
    for (const name of filesIn(join(whole, 'packed')).filter((file) => !file.endsWith('stamps.json'))) {
      expect(
        readFileSync(join(cwd, 'packed', name)).equals(readFileSync(join(whole, 'packed', name))),
        name,
      ).toBe(true);
    }
  });

  it('says so when a file of the data vanishes', async () => {
    const cwd = copyOfPorcelain();
    rmSync(join(cwd, 'porcelain.csv'));
    const { stderr, status } = await build(cwd);
    expect(stderr).toContain('there is no file `porcelain.csv` [rule/source-missing]');
    expect(status).toBe(1);
  });
});
