import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DitcError } from '../../src/errors.ts';
import { takeLock } from '../../src/pack/lock.ts';
import { packSource } from '../../src/pack/pack-source.ts';
import { explainWriteError } from '../../src/pack/explain-write-error.ts';
import { makeFolder, out, packStep, porcelainFiles, writeFiles } from './porcelain.ts';

describe('the lock', () => {
  test('keeps a second build out, with the pid and the way out', async () => {
    const root = makeFolder({ 'work/.keep': '' });
    const path = join(root, 'work/lock');
    const unlock = await takeLock(path, 'packed/porcelain');
    await expect(takeLock(path, 'packed/porcelain')).rejects.toMatchObject({
      code: 'env/locked',
      message: `\`packed/porcelain\` is being built by process ${process.pid} on this machine`,
      help: expect.stringContaining(path),
    });
    await unlock();
    await (
      await takeLock(path, 'packed/porcelain')
    )();
    expect(existsSync(path)).toBe(false);
  });

  test('of a process that is gone is taken over', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const root = makeFolder({ lock: JSON.stringify({ pid, host: hostname(), started: '1' }) });
    await takeLock(join(root, 'lock'), 'packed/porcelain');
    expect(JSON.parse(readFileSync(join(root, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
  });

  test.runIf(process.platform === 'linux')(
    'of a process whose pid was given out again is taken over',
    async () => {
      const root = makeFolder({ lock: JSON.stringify({ pid: process.pid, host: hostname(), started: '1' }) });
      await takeLock(join(root, 'lock'), 'packed/porcelain');
      expect(readFileSync(join(root, 'lock'), 'utf8')).not.toContain('"started":"1"}');
    },
  );

  test('of another machine is respected', async () => {
    const root = makeFolder({ lock: JSON.stringify({ pid: 1, host: 'two-nodes-1', started: '' }) });
    await expect(takeLock(join(root, 'lock'), 'packed/porcelain')).rejects.toMatchObject({
      code: 'env/locked',
      message: '`packed/porcelain` is being built by process 1 on `two-nodes-1`',
    });
  });

  test('that was cut off in the writing belongs to nobody', async () => {
    const root = makeFolder({ lock: '{"pid":' });
    await takeLock(join(root, 'lock'), 'packed/porcelain');
    expect(JSON.parse(readFileSync(join(root, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
  });

  test('lets exactly one of two builds through', async () => {
    const root = makeFolder(porcelainFiles(40));
    const builds = await Promise.allSettled([
      packSource(packStep(), { root }),
      packSource(packStep(), { root }),
    ]);
    const failures = builds.flatMap((build) => (build.status === 'rejected' ? [build.reason] : []));
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ code: 'env/locked' });
    expect(await packSource(packStep(), { root })).toMatchObject({ unchanged: true });
  });
});

describe('files of somebody else', () => {
  test.each([
    ['a note', { [`${out}/notes.txt`]: 'mine' }],
    ['shards of another tool', { [`${out}/00000.arrow`]: 'ARROW1' }],
    ['a note in the work folder', { [`${out}.partial/notes.txt`]: 'mine' }],
  ])('%s is not touched', async (_, files) => {
    const root = makeFolder({ ...porcelainFiles(3), ...files });
    await expect(packSource(packStep(), { root })).rejects.toMatchObject({ code: 'env/foreign-files' });
    for (const [name, content] of Object.entries(files))
      expect(readFileSync(join(root, name), 'utf8')).toBe(content);
  });

  test('a note in a pack of ours is not touched', async () => {
    const root = makeFolder(porcelainFiles(3));
    await packSource(packStep(), { root });
    writeFiles(root, {
      [`${out}/notes.txt`]: 'mine',
      'porcelain.csv': 'image_path,text\nimages/bowl-0.png,x\n',
    });
    await expect(packSource(packStep(), { root })).rejects.toMatchObject({
      code: 'env/foreign-files',
      message: `\`${out}\` was not made by ditc: there is \`notes.txt\` in it`,
    });
    expect(existsSync(join(root, out, 'notes.txt'))).toBe(true);
  });

  test('an empty folder is nobody’s', async () => {
    const root = makeFolder(porcelainFiles(3));
    mkdirSync(join(root, out), { recursive: true });
    expect(await packSource(packStep(), { root })).toMatchObject({ kept: 3 });
  });
});

describe('a place that cannot be written', () => {
  test('because a file is in the way is a clear error', async () => {
    const root = makeFolder({ ...porcelainFiles(3), packed: 'a file' });
    await expect(packSource(packStep(), { root })).rejects.toBeInstanceOf(DitcError);
  });

  test.skipIf(process.getuid?.() === 0)('because of its rights is a clear error', async () => {
    const root = makeFolder(porcelainFiles(3));
    mkdirSync(join(root, 'packed'));
    chmodSync(join(root, 'packed'), 0o500);
    await expect(packSource(packStep(), { root })).rejects.toMatchObject({ code: 'env/not-writable' });
    chmodSync(join(root, 'packed'), 0o700);
  });

  test.runIf(existsSync('/dev/full'))('because the disk is full is a clear error', () => {
    let error: unknown;
    try {
      writeFileSync('/dev/full', 'x');
    } catch (caught) {
      error = caught;
    }
    expect(explainWriteError(error, 'packed')).toMatchObject({
      code: 'env/disk-full',
      message: 'No space is left for `packed`',
    });
  });
});
