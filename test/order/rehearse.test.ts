import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packSource } from '../../src/pack/pack-source.ts';
import { batchesText } from '../../src/report/batches-text.ts';
import { rehearse } from '../../src/run/rehearse.ts';
import { sampleRows } from '../../src/run/sample-rows.ts';
import { chooseMicroSteps } from '../../src/run/rehearse-order.ts';
import { indexStep } from '../indexing/index-step.ts';
import { imageName, makeFolder, packStep, porcelainCsv, porcelainFiles } from '../pack/porcelain.ts';
import { readShard } from '../pack/read-shard.ts';

const shard = { rows: 7, bytes: 2 ** 31 };
const bowls = packStep({ id: 'pack:bowls', source: 'bowls', shard, out: 'packed/shards/bowls' });
const folder = packStep({
  id: 'pack:folder',
  source: 'folder',
  input: { folder: 'folder' },
  dataRoot: 'folder',
  shard,
  out: 'packed/shards/folder',
});
const index = indexStep({
  sources: [
    { source: 'bowls', shards: bowls.out, times: 2 },
    { source: 'folder', shards: folder.out, times: 1 },
  ],
  resolution: { kind: 'multi', base: 1024, step: 128 },
});
const plan = { steps: [bowls, folder, index] };
const ranks = { worldSize: 2, microBatch: 2, seed: 1234 };

/** 40 rows of a CSV, of which nine cannot be packed, and nine images of a folder without the caption of one. */
async function packBoth(): Promise<string> {
  const files = porcelainFiles(40);
  const captions = { 3: '', 17: '""', 21: '"a bowl,\nblue and ""white"""', 39: '' };
  for (const [at, name] of ['a', 'b', 'c', 'd/e', 'd/f', 'g', 'h', 'i', 'j'].entries()) {
    files[`folder/${name}.png`] = files[imageName(at + 5)] ?? '';
    if (name !== 'c') files[`folder/${name}.txt`] = `a bowl named ${name}\n`;
  }
  const root = makeFolder({ ...files, 'porcelain.csv': porcelainCsv(40, captions) });
  for (const at of [0, 6, 7, 8, 30]) writeFileSync(join(root, imageName(at)), 'not an image');
  rmSync(join(root, imageName(31)));
  for (const step of [bowls, folder]) await packSource(step, { root });
  return root;
}

test('every image is told as it lies in its shard and in its source', async () => {
  const root = await packBoth();
  const images = await rehearse(plan, index, {
    root,
    ranks,
    accumulation: 3,
    microSteps: () => ({ first: 0, count: 60 }),
  });
  expect(images.length).toBe(60 * 4);
  expect(new Set(images.map(({ epoch }) => epoch)).size).toBeGreaterThan(2);
  for (const image of images) {
    const out = image.source === 'bowls' ? bowls.out : folder.out;
    const shardRow = readShard(join(root, out, image.shard))[image.shardRow];
    const file = join(root, image.source === 'bowls' ? '' : 'folder', image.image ?? '');
    expect(shardRow?.image).toEqual(new Uint8Array(readFileSync(file)));
    expect(shardRow).toMatchObject({ text: image.caption, ...image.original });
    if (image.source === 'bowls') expect(image.image).toBe(imageName(image.row - 1));
    expect(image.step).toBe(Math.ceil(image.microStep / 3));
    const { scaled, trained } = image;
    expect(scaled.height === trained.height || scaled.width === trained.width).toBe(true);
  }
  const firstEpoch = images.filter(({ epoch, isCopy }) => epoch === 0 && !isCopy);
  const seen = (source: string): Set<number> =>
    new Set(images.filter((image) => image.source === source).map(({ row }) => row));
  expect([seen('bowls').size, seen('folder').size]).toEqual([40 - 9, 8]);
  expect(firstEpoch.length).toBe((40 - 9) * 2 + 8);
  expect(images.some(({ caption }) => caption === 'a bowl,\nblue and "white"')).toBe(true);
});

test('a sample is spread evenly over the images of a stage, each once', async () => {
  const root = await packBoth();
  const sampled = await sampleRows(plan, index.stage, root, 5);
  expect(sampled.map(({ source }) => source)).toEqual([...Array(4).fill('bowls'), 'folder']);
  const rows = sampled.filter(({ source }) => source === 'bowls').map(({ row }) => row);
  expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b));
  expect((rows.at(-1) ?? 0) - (rows[0] ?? 0)).toBeGreaterThan(15);
  const all = await sampleRows(plan, index.stage, root, 1000);
  expect(all).toHaveLength(40 - 9 + 8);
  expect(all.map(({ caption }) => caption)).toContain('a bowl,\nblue and "white"');
});

test('one rank is told alone, as among all', async () => {
  const root = await packBoth();
  const options = { root, ranks, accumulation: 3, microSteps: () => ({ first: 5, count: 3 }) };
  const all = await rehearse(plan, index, options);
  const one = await rehearse(plan, index, { ...options, rank: 1 });
  expect(one).toEqual(all.filter(({ rank }) => rank === 1));
  expect(one.map(({ microStep }) => microStep)).toEqual([6, 6, 7, 7, 8, 8]);
  expect(batchesText(one).split('\n')).toHaveLength(8);
});

test('a size that is the only one is reached by the short side', async () => {
  const root = await packBoth();
  const single = { ...index, resolution: { kind: 'single', size: 512 } } as const;
  const options = { root, ranks, accumulation: 1, microSteps: () => ({ first: 0, count: 5 }) };
  for (const { scaled, trained, isCopy } of await rehearse(plan, single, options)) {
    expect(Math.min(scaled.height, scaled.width)).toBe(512);
    expect({ trained, isCopy }).toEqual({ trained: { height: 512, width: 512 }, isCopy: false });
  }
});

test('a source that has changed since it was packed is refused', async () => {
  const root = await packBoth();
  const options = { root, ranks, accumulation: 1, microSteps: () => ({ first: 0, count: 5 }) };
  writeFileSync(join(root, 'porcelain.csv'), porcelainCsv(40).split('\n').toSpliced(1, 1).join('\n'));
  await expect(rehearse(plan, index, options)).rejects.toMatchObject({ code: 'env/source-changed' });
});

test('steps are counted from 1 over the training, epochs from 0, and what lies beyond is refused', () => {
  const training = {
    updates: 10,
    epochs: 6,
    updatesPerEpoch: 5 / 3,
    imagesSeen: 0,
    imagesLeft: 0,
    waiting: 0,
  };
  const choose = (asked: Parameters<typeof chooseMicroSteps>[0]) =>
    chooseMicroSteps(asked, training, { accumulation: 3, worldSize: 2 });
  expect(choose({})).toEqual({ first: 0, count: 4 });
  expect(choose({ epoch: 5 })).toEqual({ first: 25, count: 4 });
  expect(choose({ step: 10 })).toEqual({ first: 27, count: 3 });
  expect(() => choose({ step: 11 })).toThrow('the training has no step 11');
  expect(() => choose({ epoch: 6 })).toThrow('the training has no epoch 6');
  expect(() => choose({ rank: 2 })).toThrow('the training has no rank 2');
});
