import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { porcelainFiles } from '../pack/porcelain.ts';
import { BIN, copyOfPorcelain, ditc, experimentText, makeFolder, spawnOptions } from '../support/ditc.ts';
import { packedFiles } from '../support/packed-files.ts';

const small = ['--set', 'data.shard.rows=10'];
const shards = (cwd: string): string => join(cwd, 'packed/shards');

describe('ditc build --part', () => {
  const part = async (cwd: string, ...options: readonly string[]) =>
    await ditc(['build', 'lora.yaml', ...small, '--part', ...options], { cwd });

  it('packs its rows and nothing else, and says what comes next', async () => {
    const cwd = copyOfPorcelain();
    const { stdout, stderr, status } = await part(cwd, '2/2');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(
      /^data {5}porcelain: rows 11 to 24 of 24: packed 2 of 2 shards, 14 rows, .* in packed\/shards\/porcelain-\w+\.part-2-of-2\nnext {5}`ditc build lora\.yaml` when all 2 parts are done: it puts them together\n$/u,
    );
    expect(existsSync(join(cwd, 'launch'))).toBe(false);
    expect(readdirSync(join(cwd, 'packed'))).toEqual(['shards']);
  });

  it('gives the shards and the index of a single build, once all is put together', async () => {
    const [whole, parted] = [copyOfPorcelain(), copyOfPorcelain()];
    await ditc(['build', 'lora.yaml', ...small], { cwd: whole });
    for (const number of ['3/3', '1/3']) expect(await part(parted, number)).toMatchObject({ status: 0 });
    const { stdout, status } = await ditc(['build', 'lora.yaml', ...small], { cwd: parted });
    expect(status).toBe(0);
    expect(stdout).toContain('data     porcelain: packed 1 of 3 shards, 24 rows');
    expect(packedFiles(parted)).toEqual(packedFiles(whole));
  });

  it('does nothing where there are fewer shards than parts', async () => {
    const cwd = copyOfPorcelain();
    const { stdout, status } = await part(cwd, '1/9');
    expect({ stdout: stdout.split('\n')[0], status }).toEqual({
      stdout: 'data     part 1 of 9 has no rows: there are fewer shards than parts',
      status: 0,
    });
    expect(existsSync(join(cwd, 'packed'))).toBe(false);
  });

  it.each(['0/2', '3/2', '2', '1/2/3', '1.0/2', '-1/2', ' 1/2', '1/0'])('refuses `%s`', async (text) => {
    const { stdout, stderr, status } = await part(copyOfPorcelain(), text);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    expect(stderr).toContain('Write the part and how many there are, from 1/4 to 4/4 for instance.');
  });

  it.each([['--check'], ['--only', 'files']])('refuses %s beside it', async (...options) => {
    expect(await part(copyOfPorcelain(), '1/2', ...options)).toMatchObject({ stdout: '', status: 2 });
  });

  it('is no job of Slurm where there is no Slurm: `ditc run` packs the data itself', async () => {
    const cwd = copyOfPorcelain();
    const launch = 'machine.launch={kind: slurm, time: 90, pack: {parts: 4, time: 90}}';
    const argv = ['run', 'lora.yaml', '--until', 'data', '--set', launch];
    const { stdout, stderr, status } = await ditc(argv, { cwd, env: { PATH: join(cwd, 'no-programs') } });
    expect({ stderr, status }).toEqual({
      stderr: 'no `sbatch` here: the data is packed on this machine\n',
      status: 0,
    });
    expect(stdout).toContain('data     porcelain: packed 1 of 1 shard, 24 rows');
  });

  it.runIf(process.platform === 'linux')('lets go of its lock when a signal ends it', async () => {
    const cwd = makeFolder({ ...porcelainFiles(3000), 'lora.yaml': experimentText() });
    const argv = [BIN, 'build', 'lora.yaml', '--set', 'data.shard.rows=2', '--part', '1/1'];
    const child = spawn(process.execPath, argv, spawnOptions({ cwd }));
    const ended = once(child, 'exit');
    const lock = (): string | undefined => {
      const [folder] = existsSync(shards(cwd)) ? readdirSync(shards(cwd)) : [];
      return folder && join(shards(cwd), folder, 'lock');
    };
    while (!existsSync(lock() ?? '')) await setTimeout(1);
    child.kill('SIGTERM');
    expect(await ended).toEqual([null, 'SIGTERM']);
    expect(existsSync(lock() ?? '')).toBe(false);
    expect(lock()).toBeDefined();
  });
});
