import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packSource } from '../../src/pack/pack-source.ts';
import { readPackedSource } from '../../src/pack/read-packed-source.ts';
import { makeRandom, packInProcess } from './pack-process.ts';
import { kills, makeFolder, out, packStep, porcelainCsv, porcelainFiles, small } from './porcelain.ts';
import { readFolder, readRows } from './read-shard.ts';

describe('a build that is killed', () => {
  test(
    `at ${kills} moments goes on and ends with the bytes of an undisturbed one`,
    { timeout: 60_000 + kills * 10_000 },
    async () => {
      const files = porcelainFiles(600);
      const [killed, undisturbed] = [makeFolder(files), makeFolder(files)];
      await packSource(small, { root: undisturbed });
      const random = makeRandom(20_240_731);
      let cut = 0;
      for (let round = 0; round < kills; round += 1) {
        // Later rounds fall into the swap of an older pack against an edited one.
        writeFileSync(join(killed, 'porcelain.csv'), porcelainCsv(600, { [random(600)]: `新 ${round}` }));
        const kill = { reports: 1 + random(90), delayMs: random(12) };
        if ((await packInProcess(killed, small, { kill })) === 'SIGKILL') cut += 1;
        if (existsSync(join(killed, out, 'manifest.json'))) await expectWhole(join(killed, out));
      }
      expect(cut).toBeGreaterThan(0);
      writeFileSync(join(killed, 'porcelain.csv'), porcelainCsv(600));
      await packSource(small, { root: killed });
      const [left, right] = [readFolder(join(killed, out)), readFolder(join(undisturbed, out))];
      for (const folder of [left, right]) folder.delete('stamps.json');
      expect(left).toEqual(right);
      expect(existsSync(join(killed, `${out}.partial`))).toBe(false);
    },
  );

  test('keeps the shards that were finished', async () => {
    const root = makeFolder(porcelainFiles(60));
    const stop = new AbortController();
    const aborted = packSource(small, {
      root,
      signal: stop.signal,
      onProgress: ({ shards }) => {
        if (shards === 3) stop.abort(new Error('the kiln is cold'));
      },
    });
    await expect(aborted).rejects.toThrow('the kiln is cold');
    expect(existsSync(join(root, out))).toBe(false);
    const report = await packSource(small, { root });
    expect(report.reusedShards).toBeGreaterThanOrEqual(3);
    expect(report.shards).toBe(6);
  });

  test('between the two renames of the swap is repaired with the new pack', async () => {
    const root = makeFolder(porcelainFiles(20));
    await packSource(small, { root });
    const work = join(root, `${out}.partial`);
    mkdirSync(work);
    renameSync(join(root, out), join(work, 'next'));
    mkdirSync(join(work, 'old'));
    writeFileSync(join(work, 'old/manifest.json'), '{}');
    expect(await packSource(small, { root })).toMatchObject({ unchanged: true });
    expect(readRows(join(root, out))).toHaveLength(20);
    expect(existsSync(work)).toBe(false);
  });

  test('after the first rename with an incomplete new pack is repaired with the old one', async () => {
    const root = makeFolder(porcelainFiles(20));
    await packSource(small, { root });
    const work = join(root, `${out}.partial`);
    mkdirSync(join(work, 'next'), { recursive: true });
    renameSync(join(root, out), join(work, 'old'));
    expect(await packSource(small, { root })).toMatchObject({ unchanged: true });
    expect(readRows(join(root, out))).toHaveLength(20);
  });

  test('after the swap leaves rests that the next build removes', async () => {
    const root = makeFolder(porcelainFiles(20));
    await packSource(small, { root });
    const work = join(root, `${out}.partial`);
    mkdirSync(join(work, 'old'), { recursive: true });
    writeFileSync(join(work, 'old/00000.arrow'), 'old');
    await packSource(small, { root });
    expect(existsSync(work)).toBe(false);
  });

  test('under other settings is started again', async () => {
    const root = makeFolder(porcelainFiles(20));
    const step = packStep({ ...small, badImages: { action: 'fail', atMost: 0 } });
    rmSync(join(root, 'images/bowl-19.png'));
    await expect(packSource(step, { root })).rejects.toMatchObject({ code: 'env/too-many-bad-rows' });
    const report = await packSource(packStep({ shard: { rows: 5, bytes: 2 ** 31 } }), { root });
    expect(report).toMatchObject({ reusedShards: 0, shards: 4 });
  });
});

/** Every file that the manifest names is there, whole. */
async function expectWhole(folder: string): Promise<void> {
  const { shards, rows } = await readPackedSource(folder);
  for (const { file } of shards) expect(statSync(join(folder, file)).size).toBeGreaterThan(0);
  expect(readRows(folder)).toHaveLength(rows);
}
