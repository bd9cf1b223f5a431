import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packPart, type PartReport } from '../../src/pack/pack-part.ts';
import { packSource } from '../../src/pack/pack-source.ts';
import { partFolder, shareRows } from '../../src/pack/part.ts';
import type { PackStep } from '../../src/plan/plan.ts';
import { makeRandom, packInProcess } from './pack-process.ts';
import {
  imageName,
  kills,
  makeFolder,
  out,
  packStep,
  porcelainCsv,
  porcelainFiles,
  porcelainImage,
  small,
  writeFiles,
} from './porcelain.ts';
import { readFolder } from './read-shard.ts';

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function pack(root: string, step: PackStep, number: number, of: number): Promise<PartReport[]> {
  return await collect(packPart([step], { number, of }, { root }));
}

async function packAll(root: string, step: PackStep, of: number): Promise<PartReport[]> {
  const reports = [];
  for (let number = 1; number <= of; number += 1) reports.push(...(await pack(root, step, number, of)));
  return reports;
}

/** What a packed source holds that is equal wherever the same input is packed. */
function contentOf(root: string): Map<string, Buffer> {
  const files = readFolder(join(root, out));
  files.delete('stamps.json');
  return files;
}

const folders = (root: string): string[] => readdirSync(join(root, 'packed/shards')).sort();

const holdLock = (root: string, folder: string, host: string, pid: number): void =>
  writeFiles(root, { [`${folder}/lock`]: JSON.stringify({ pid, host, started: '' }) });

describe('the rows of a part', () => {
  test('are whole blocks, every row in one part, no part two blocks larger than another', () => {
    const source = fc.record({
      rows: fc.integer({ min: 1, max: 400 }),
      blockRows: fc.constantFrom(1, 7, 50),
    });
    fc.assert(
      fc.property(
        fc.array(source, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 12 }),
        (sources, of) => {
          const parts = Array.from({ length: of }, (_, index) =>
            shareRows(sources, { number: index + 1, of }),
          );
          for (const [index, { rows, blockRows }] of sources.entries()) {
            let end = 0;
            for (const part of parts) {
              const range = part[index];
              if (range === undefined || range.from === range.end) continue;
              expect(range.from).toBe(end);
              expect(range.from % blockRows).toBe(0);
              end = range.end;
            }
            expect(end).toBe(rows);
          }
          const sizes = parts.map((part) =>
            part.reduce(
              (sum, { from, end }, index) => sum + Math.ceil((end - from) / (sources[index]?.blockRows ?? 1)),
              0,
            ),
          );
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('parts and the build that puts them together', () => {
  const faults = ['good', 'good', 'good', 'missing', 'broken', 'empty', 'wordless', 'repeated'] as const;

  test(
    'give the bytes of a single build, whatever the rows, the limits and the parts that are there',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.constantFrom(...faults), { minLength: 1, maxLength: 40 }),
          fc.integer({ min: 1, max: 12 }),
          fc.constantFrom(1, 150, 300, 2 ** 31),
          fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })), {
            maxLength: 6,
            selector: String,
          }),
          async (rows, shardRows, bytes, parts) => {
            const step = packStep({ shard: { rows: shardRows, bytes } });
            const files = drawnFiles(['good', ...rows]);
            const [whole, parted] = [makeFolder(files), makeFolder(files)];
            await packSource(step, { root: whole });
            for (const [number, of] of parts) if (number <= of) await pack(parted, step, number, of);
            const report = await packSource(step, { root: parted });
            expect(contentOf(parted)).toEqual(contentOf(whole));
            expect(folders(parted)).toEqual(['porcelain']);
            expect(report).toMatchObject({ unchanged: false, rows: rows.length + 1 });
            for (const root of [whole, parted]) rmSync(root, { recursive: true });
          },
        ),
        { numRuns: 25 },
      );
    },
  );

  function drawnFiles(rows: readonly (typeof faults)[number][]): Record<string, string | Uint8Array> {
    const files: Record<string, string | Uint8Array> = {};
    const lines = rows.map((fault, index) => {
      if (fault !== 'missing') files[imageName(index)] = porcelainImage(index);
      if (fault === 'broken') files[imageName(index)] = 'no image';
      if (fault === 'empty') files[imageName(index)] = '';
      const caption = { wordless: '', repeated: '花瓶' }[fault as 'wordless'] ?? `青花瓷碗 ${index}`;
      return `${imageName(index)},${caption}\n`;
    });
    return { ...files, 'porcelain.csv': `image_path,text\n${lines.join('')}` };
  }

  test('pack nothing twice: all shards of the parts are linked into place', async () => {
    const root = makeFolder(porcelainFiles(45));
    const reports = await packAll(root, small, 2);
    expect(reports).toMatchObject([
      { range: { from: 0, end: 20 }, totalRows: 45, kept: 20, shards: 2, folder: `${out}.part-1-of-2` },
      { range: { from: 20, end: 45 }, totalRows: 45, kept: 25, shards: 3, folder: `${out}.part-2-of-2` },
    ]);
    const inodes = folders(root).flatMap((folder) =>
      readdirSync(join(root, 'packed/shards', folder))
        .filter((name) => name.endsWith('.arrow'))
        .map((name) => statSync(join(root, 'packed/shards', folder, name)).ino),
    );
    expect(await packSource(small, { root })).toMatchObject({ shards: 5, reusedShards: 5 });
    const packed = [...contentOf(root).keys()].filter((name) => name.endsWith('.arrow'));
    expect(packed.map((name) => statSync(join(root, out, name)).ino).sort()).toEqual(inodes.sort());
    expect(await packSource(small, { root })).toMatchObject({ unchanged: true });
  });

  test('take what an unfinished build and the last finished one have', async () => {
    const root = makeFolder(porcelainFiles(40));
    await packSource(small, { root });
    writeFileSync(join(root, 'porcelain.csv'), porcelainCsv(40, { 15: '一只新碗' }));
    expect(await packAll(root, small, 2)).toMatchObject([{ reusedShards: 1 }, { reusedShards: 2 }]);
    expect(await packAll(root, small, 4)).toMatchObject(Array(4).fill({ reusedShards: 1 }));
    expect(await packSource(small, { root })).toMatchObject({ reusedShards: 4 });
  });

  test('are made of a folder of images as well as of a CSV', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => index + 10).flatMap((index) => [
        [`photos/${index}.png`, porcelainImage(index)],
        [`photos/${index}.txt`, `碗 ${index}`],
      ]),
    );
    const step = packStep({
      input: { folder: 'photos' },
      dataRoot: 'photos',
      shard: { rows: 3, bytes: 2 ** 31 },
    });
    const [whole, parted] = [makeFolder(files), makeFolder(files)];
    await packSource(step, { root: whole });
    expect(await packAll(parted, step, 3)).toMatchObject([{ kept: 3 }, { kept: 3 }, { kept: 6 }]);
    expect(await packSource(step, { root: parted })).toMatchObject({ reusedShards: 4 });
    expect(contentOf(parted)).toEqual(contentOf(whole));
  });

  test('look at no images but their own', async () => {
    const files = porcelainFiles(20);
    for (let row = 0; row < 10; row += 1) files[imageName(row)] = 'no image';
    const root = makeFolder(files);
    expect(await packAll(root, small, 2)).toMatchObject([{ skipped: 10 }, { skipped: 0, findings: [] }]);
  });

  test('of which there are more than shards have nothing to do', async () => {
    const root = makeFolder(porcelainFiles(5));
    expect(await pack(root, small, 1, 3)).toEqual([]);
    expect(existsSync(join(root, 'packed'))).toBe(false);
    expect(await packAll(root, small, 3)).toHaveLength(1);
  });

  test('are removed where they hold what is packed already, or shards of other settings', async () => {
    const root = makeFolder(porcelainFiles(20));
    await packAll(root, packStep({ shard: { rows: 5, bytes: 2 ** 31 } }), 2);
    await packSource(small, { root });
    await packAll(root, small, 2);
    expect(folders(root)).toHaveLength(3);
    expect(await packSource(small, { root })).toMatchObject({ unchanged: true });
    expect(folders(root)).toEqual(['porcelain']);
  });

  test('keep what they have when the build that puts them together is refused', async () => {
    const files = { ...porcelainFiles(20), [imageName(3)]: 'no image' };
    const root = makeFolder(files);
    const strict = { ...small, badImages: { action: 'skip', atMost: 0.1 } as const };
    await packAll(root, strict, 2);
    const refused = { ...small, badImages: { action: 'fail', atMost: 1 } as const };
    await expect(packSource(refused, { root })).rejects.toMatchObject({ code: 'env/too-many-bad-rows' });
    expect(await packSource(strict, { root })).toMatchObject({ reusedShards: 2, kept: 19 });
  });
});

describe('bad rows of a part', () => {
  function makeBad(bad: number): string {
    const files = porcelainFiles(60);
    for (let row = 0; row < bad; row += 1) files[imageName(row)] = 'no image';
    return makeFolder(files);
  }

  test('may be more than the allowed share of its own rows, and are counted over the whole source at the end', async () => {
    const root = makeBad(5);
    const step = { ...small, badImages: { action: 'skip', atMost: 0.1 } as const };
    expect(await pack(root, step, 1, 6)).toMatchObject([{ kept: 5, skipped: 5 }]);
    expect(await packSource(step, { root })).toMatchObject({ kept: 55, skipped: 5 });
  });

  test('stop it once they are more than the whole source may have', async () => {
    const root = makeBad(25);
    const step = { ...small, badImages: { action: 'skip', atMost: 0.1 } as const };
    const whole = { ...step, badImages: { action: 'skip', atMost: 0.5 } as const };
    await expect(pack(root, step, 1, 2)).rejects.toMatchObject({
      code: 'env/too-many-bad-rows',
      message:
        '10 of 60 rows of `porcelain.csv` cannot be used (17 %), but `data.bad_images.at_most` allows 10 %',
      help: expect.stringContaining(`${out}.part-1-of-2/skipped.csv`),
    });
    expect(await pack(root, whole, 1, 2)).toMatchObject([{ kept: 5, skipped: 25 }]);
    await expect(packSource(step, { root })).rejects.toMatchObject({ code: 'env/too-many-bad-rows' });
  });
});

describe('a part that is being packed', () => {
  test('keeps a whole build out, on another machine too, until its lock is deleted', async () => {
    const root = makeFolder(porcelainFiles(20));
    const folder = `${out}.part-2-of-4`;
    holdLock(root, folder, 'two-nodes-2', 4711);
    await expect(packSource(small, { root })).rejects.toMatchObject({
      code: 'env/locked',
      message: `\`${folder}\` is being built by process 4711 on \`two-nodes-2\``,
      help: expect.stringContaining(`delete \`${join(root, folder, 'lock')}\``),
    });
    expect(folders(root)).toEqual(['porcelain.part-2-of-4']);
    rmSync(join(root, folder, 'lock'));
    expect(await packSource(small, { root })).toMatchObject({ kept: 20 });
    expect(folders(root)).toEqual(['porcelain']);
  });

  test('keeps the same part out, but no other', async () => {
    const root = makeFolder(porcelainFiles(20));
    holdLock(root, `${out}.part-1-of-2`, 'two-nodes-2', 4711);
    await expect(pack(root, small, 1, 2)).rejects.toMatchObject({ code: 'env/locked' });
    expect(await pack(root, small, 2, 2)).toMatchObject([{ kept: 10 }]);
  });

  test('gives way to a whole build and leaves nothing behind', async () => {
    const root = makeFolder(porcelainFiles(20));
    holdLock(root, `${out}.partial`, 'two-nodes-2', 4711);
    await expect(pack(root, small, 1, 2)).rejects.toMatchObject({
      code: 'env/locked',
      message: `\`${out}\` is being built by process 4711 on \`two-nodes-2\``,
    });
    expect(folders(root)).toEqual(['porcelain.partial']);
  });

  test('that was killed here keeps nobody out', async () => {
    const root = makeFolder(porcelainFiles(20));
    holdLock(root, `${out}.part-1-of-2`, hostname(), 2 ** 22 + 1);
    expect(await packSource(small, { root })).toMatchObject({ kept: 20 });
    expect(folders(root)).toEqual(['porcelain']);
  });

  test('works in no folder with files of somebody else, and such a folder is not removed', async () => {
    const root = makeFolder({ ...porcelainFiles(20), [`${out}.part-1-of-2/notes.txt`]: 'mine' });
    const refusal = { code: 'env/foreign-files', message: expect.stringContaining(`${out}.part-1-of-2`) };
    await expect(pack(root, small, 1, 2)).rejects.toMatchObject(refusal);
    await expect(packSource(small, { root })).rejects.toMatchObject(refusal);
    expect(readFileSync(join(root, `${out}.part-1-of-2/notes.txt`), 'utf8')).toBe('mine');
  });

  test('stops when it is told to, with its lock let go', async () => {
    const root = makeFolder(porcelainFiles(60));
    const stop = new AbortController();
    const reports = packPart(
      [small],
      { number: 1, of: 1 },
      {
        root,
        signal: stop.signal,
        onProgress: (_, { shards }) => {
          if (shards === 3) stop.abort(new Error('the kiln is cold'));
        },
      },
    );
    await expect(collect(reports)).rejects.toThrow('the kiln is cold');
    expect(existsSync(join(root, `${out}.part-1-of-1/lock`))).toBe(false);
    const [report] = await pack(root, small, 1, 1);
    expect(report?.reusedShards).toBeGreaterThanOrEqual(3);
  });
});

describe('in processes of their own', () => {
  test('parts at the same time give the bytes of a single build', { timeout: 60_000 }, async () => {
    const files = { ...porcelainFiles(300), [imageName(7)]: 'no image' };
    const [whole, parted] = [makeFolder(files), makeFolder(files)];
    await packSource(small, { root: whole });
    const numbers = [1, 2, 3, 4];
    const ends = numbers.map((number) => packInProcess(parted, small, { part: { number, of: 4 } }));
    expect(await Promise.all(ends)).toEqual([0, 0, 0, 0]);
    expect(await packSource(small, { root: parted })).toMatchObject({ shards: 30, reusedShards: 30 });
    expect(contentOf(parted)).toEqual(contentOf(whole));
  });

  test('a whole build beside a living part is refused and harms nothing', { timeout: 60_000 }, async () => {
    const [whole, parted] = [makeFolder(porcelainFiles(300)), makeFolder(porcelainFiles(300))];
    await packSource(small, { root: whole });
    const ended = packInProcess(parted, small, { part: { number: 1, of: 1 } });
    const lock = join(parted, partFolder(out, { number: 1, of: 1 }), 'lock');
    while (!existsSync(lock)) await new Promise((resolve) => setTimeout(resolve, 1));
    await expect(packSource(small, { root: parted })).rejects.toMatchObject({ code: 'env/locked' });
    expect(await ended).toBe(0);
    expect(await packSource(small, { root: parted })).toMatchObject({ reusedShards: 30 });
    expect(contentOf(parted)).toEqual(contentOf(whole));
  });

  test(
    `parts and whole builds killed at ${2 * kills} moments go on and end with the bytes of an undisturbed build`,
    { timeout: 60_000 + kills * 20_000 },
    async () => {
      const [whole, killed] = [makeFolder(porcelainFiles(400)), makeFolder(porcelainFiles(400))];
      await packSource(small, { root: whole });
      const random = makeRandom(20_261_125);
      let cut = 0;
      for (let round = 0; round < kills; round += 1) {
        writeFileSync(join(killed, 'porcelain.csv'), porcelainCsv(400, { [random(400)]: `新 ${round}` }));
        const part = { number: 1 + random(3), of: 3 };
        for (const options of [{ part }, {}]) {
          const kill = { reports: 1 + random(options.part ? 12 : 60), delayMs: random(12) };
          if ((await packInProcess(killed, small, { ...options, kill })) === 'SIGKILL') cut += 1;
        }
      }
      expect(cut).toBeGreaterThan(1);
      writeFileSync(join(killed, 'porcelain.csv'), porcelainCsv(400));
      await packAll(killed, small, 3);
      await packSource(small, { root: killed });
      expect(contentOf(killed)).toEqual(contentOf(whole));
      expect(folders(killed)).toEqual(['porcelain']);
    },
  );
});
