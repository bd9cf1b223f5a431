import { createHash } from 'node:crypto';
import {
  existsSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PackProgress } from '../../src/pack/pack-rows.ts';
import { packSource } from '../../src/pack/pack-source.ts';
import { readPackedSource } from '../../src/pack/read-packed-source.ts';
import {
  imageName,
  makeFolder,
  makePng,
  out,
  packStep,
  porcelainCsv,
  porcelainFiles,
  porcelainImage,
  small,
  writeFiles,
} from './porcelain.ts';
import { readFolder, readRows } from './read-shard.ts';

describe('the packed source', () => {
  test('has every row with the bytes, the md5 and the size of its image', async () => {
    const root = makeFolder(porcelainFiles(25));
    const report = await packSource(small, { root });
    expect(report).toMatchObject({
      unchanged: false,
      rows: 25,
      kept: 25,
      skipped: 0,
      shards: 3,
      findings: [],
    });
    const rows = readRows(join(root, out));
    expect(rows).toHaveLength(25);
    for (const [index, row] of rows.entries()) {
      const image = porcelainImage(index);
      expect(Buffer.from(row.image).equals(image)).toBe(true);
      expect(row.md5).toBe(createHash('md5').update(image).digest('hex'));
      expect([row.width, row.height]).toEqual([image.readUInt32BE(16), image.readUInt32BE(20)]);
      expect(row.text).toBe(`青花瓷碗，第 ${index} 号`);
    }
  });

  test('is cut at the number of rows without an empty shard', async () => {
    const root = makeFolder(porcelainFiles(20));
    await packSource(small, { root });
    const { shards } = await readPackedSource(join(root, out));
    expect(shards).toEqual([
      { file: '00000.arrow', rows: 10 },
      { file: '00001.arrow', rows: 10 },
    ]);
  });

  test('is cut at the number of rows even where bytes cut it before', async () => {
    const root = makeFolder(porcelainFiles(9));
    const bytes = 2 * porcelainImage(0).length + 100;
    await packSource(packStep({ shard: { rows: 3, bytes } }), { root });
    expect((await readPackedSource(join(root, out))).shards.map(({ rows }) => rows)).toEqual([
      2, 1, 2, 1, 2, 1,
    ]);
  });

  test('is cut at the number of bytes, and an image that is too large alone gets a shard of its own', async () => {
    const root = makeFolder(porcelainFiles(6));
    const bytes = porcelainImage(0).length + porcelainImage(1).length + 100;
    await packSource(packStep({ shard: { rows: 5000, bytes } }), { root });
    expect((await readPackedSource(join(root, out))).shards.map(({ rows }) => rows)).toEqual([2, 2, 2]);
    await packSource(packStep({ shard: { rows: 5000, bytes: 1 } }), { root });
    expect((await readPackedSource(join(root, out))).shards).toHaveLength(6);
  });

  test('gives the indexer sizes and md5 of all rows in order', async () => {
    const root = makeFolder(porcelainFiles(25));
    await packSource(small, { root });
    const packed = await readPackedSource(join(root, out));
    const rows = readRows(join(root, out));
    expect(packed.rows).toBe(25);
    expect([...packed.widths]).toEqual(rows.map(({ width }) => width));
    expect([...packed.heights]).toEqual(rows.map(({ height }) => height));
    const md5 = Buffer.from(packed.md5).toString('hex').match(/.{32}/gu);
    expect(md5).toEqual(rows.map((row) => row.md5));
  });

  test('is equal in two folders with the same input, but for its stamps', async () => {
    const [first, second] = [makeFolder(porcelainFiles(25)), makeFolder(porcelainFiles(25))];
    for (const root of [first, second]) await packSource(small, { root });
    const [left, right] = [readFolder(join(first, out)), readFolder(join(second, out))];
    for (const files of [left, right]) files.delete('stamps.json');
    expect([...left.keys()]).toEqual([
      '00000.arrow',
      '00001.arrow',
      '00002.arrow',
      'manifest.json',
      'rows.bin',
      'skipped.csv',
    ]);
    expect(left).toEqual(right);
  });

  test('names no place of the machine', async () => {
    const root = makeFolder(porcelainFiles(3));
    await packSource(packStep({ dataRoot: root }), { root });
    for (const content of readFolder(join(root, out)).values()) expect(content.includes(root)).toBe(false);
  });

  test('leaves nothing beside itself', async () => {
    const root = makeFolder(porcelainFiles(3));
    await packSource(small, { root });
    expect(existsSync(join(root, `${out}.partial`))).toBe(false);
  });

  test('tells how far it is', async () => {
    const root = makeFolder(porcelainFiles(25));
    const seen: PackProgress[] = [];
    await packSource(small, { root, onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toMatchObject({ rows: 25, totalRows: 25, shards: 3, skipped: 0 });
    expect(seen.map(({ rows }) => rows)).toEqual(
      seen.map(({ rows }) => rows).sort((left, right) => left - right),
    );
  });
});

describe('a folder of images', () => {
  const files = {
    'photos/b.png': makePng(8, 8, 1),
    'photos/b.txt': '花瓶\n',
    'photos/a/z.png': makePng(9, 8, 2),
    'photos/a/z.txt': '\uFEFF小碗',
    'photos/A.png': makePng(10, 8, 3),
    'photos/A.txt': 'a\nb\r\n',
    'photos/notes.md': 'not a row',
  };
  const step = packStep({ input: { folder: 'photos' } });

  test('is packed by code point with the text beside each image', async () => {
    const root = makeFolder(files);
    await packSource(step, { root });
    expect(readRows(join(root, out)).map(({ text, width }) => [text, width])).toEqual([
      ['a\nb', 10],
      ['小碗', 9],
      ['花瓶', 8],
    ]);
  });

  test('counts captions without an image, and leaves out images without a caption', async () => {
    const root = makeFolder({ ...files, 'photos/lost.txt': 'x', 'photos/bare.png': makePng(8, 8, 4) });
    const { findings, kept } = await packSource(step, { root });
    expect(kept).toBe(3);
    expect(findings).toMatchObject([
      { reason: 'no-caption', count: 1, examples: [{ place: { file: 'photos/bare.png' } }] },
      { reason: 'stray-caption', count: 1, examples: [{ place: { file: 'photos/lost.txt' } }] },
    ]);
  });
});

describe('rows that cannot be used', () => {
  const good = makePng(8, 8);
  const csv = [
    'image_path,text',
    'good.png,花瓶',
    'missing.png,a',
    'loop.png,b',
    'empty.png,c',
    'https://example.org/vase.png,d',
    'folder,e',
    'good.png,',
    'good.png,N/A',
    'good.png,na\uFFFDve',
  ].join('\n');

  function makeBad(): string {
    const root = makeFolder({ 'porcelain.csv': csv, 'good.png': good, 'empty.png': '', 'folder/x': '' });
    symlinkSync('loop.png', join(root, 'loop.png'));
    return root;
  }

  test('are listed with their reason, and the rest is packed', async () => {
    const root = makeBad();
    const { kept, skipped } = await packSource(packStep(), { root });
    expect([kept, skipped]).toEqual([1, 8]);
    expect(readFileSync(join(root, out, 'skipped.csv'), 'utf8')).toBe(
      [
        'row,line,image,reason,detail',
        '2,3,missing.png,missing-image,no file `missing.png`',
        '3,4,loop.png,link-loop,link loop (ELOOP)',
        '4,5,empty.png,empty-image,0 bytes',
        '5,6,https://example.org/vase.png,image-url,`https://example.org/vase.png`',
        '6,7,folder,not-a-file,`folder`',
        '7,8,good.png,empty-caption,empty',
        '8,9,good.png,null-word,`N/A`',
        '9,10,good.png,mojibake,a replacement character (U+FFFD)',
        '',
      ].join('\n'),
    );
  });

  test('are found where they stand in the CSV', async () => {
    const { findings } = await packSource(packStep(), { root: makeBad() });
    const places = findings.map(({ reason, examples }) => [
      reason,
      examples[0]?.place.line,
      examples[0]?.place.column,
    ]);
    expect(places).toContainEqual(['missing-image', 3, 1]);
    expect(places).toContainEqual(['null-word', 9, 10]);
    expect(places).toContainEqual(['mojibake', 10, 12]);
  });

  test('stop the build above the limit before anything is replaced', async () => {
    const root = makeBad();
    await packSource(packStep(), { root });
    const before = readFolder(join(root, out));
    writeFileSync(join(root, 'porcelain.csv'), `${csv}\nmissing-too.png,f\n`);
    const strict = packStep({ badImages: { action: 'skip', atMost: 0.5 } });
    await expect(packSource(strict, { root })).rejects.toMatchObject({
      code: 'env/too-many-bad-rows',
      message:
        '9 of 10 rows of `porcelain.csv` cannot be used (90 %), but `data.bad_images.at_most` allows 50 %',
      help: expect.stringContaining(
        '- 2 rows: the file is not there (first at porcelain.csv:3:1: no file `missing.png`)',
      ),
    });
    expect(readFolder(join(root, out))).toEqual(before);
    expect(readFileSync(join(root, `${out}.partial/skipped.csv`), 'utf8')).toContain('missing-too.png');
  });

  test('stop the build at the first one where the experiment says `fail`', async () => {
    const root = makeBad();
    const strict = packStep({ badImages: { action: 'fail', atMost: 1 } });
    await expect(packSource(strict, { root })).rejects.toMatchObject({ code: 'env/too-many-bad-rows' });
    expect(existsSync(join(root, out))).toBe(false);
  });

  test('stop the build when none is left', async () => {
    const root = makeFolder({ 'porcelain.csv': 'image_path,text\nmissing.png,a\n' });
    await expect(packSource(packStep(), { root })).rejects.toMatchObject({ code: 'env/too-many-bad-rows' });
  });

  test('move no shard but their own: a mended image packs one shard anew', async () => {
    const files = porcelainFiles(35);
    const broken = [3, 11, 19].map(imageName);
    const root = makeFolder({ ...files, ...Object.fromEntries(broken.map((name) => [name, 'no image'])) });
    await packSource(small, { root });
    expect((await readPackedSource(join(root, out))).shards.map(({ rows }) => rows)).toEqual([9, 8, 10, 5]);
    writeFiles(root, { [imageName(3)]: porcelainImage(3) });
    expect(await packSource(small, { root })).toMatchObject({ shards: 4, reusedShards: 3 });
    expect((await readPackedSource(join(root, out))).shards.map(({ rows }) => rows)).toEqual([10, 8, 10, 5]);
  });

  test('leave no shard where all of its rows are bad', async () => {
    const files = porcelainFiles(30);
    for (let row = 10; row < 20; row += 1) files[imageName(row)] = 'no image';
    const root = makeFolder(files);
    await packSource(small, { root });
    expect((await readPackedSource(join(root, out))).shards.map(({ rows }) => rows)).toEqual([10, 10]);
    expect(await packSource(small, { root })).toMatchObject({ unchanged: true, shards: 2, reusedShards: 2 });
  });

  test('leave no gap in the middle of a shard', async () => {
    const files = porcelainFiles(12);
    files[imageName(3)] = 'no image';
    files[imageName(7)] = porcelainImage(7).subarray(0, 40);
    const root = makeFolder(files);
    await packSource(small, { root });
    expect((await readPackedSource(join(root, out))).shards.map(({ rows }) => rows)).toEqual([8, 2]);
    for (const row of readRows(join(root, out))) {
      expect(createHash('md5').update(row.image).digest('hex')).toBe(row.md5);
    }
  });
});

describe('rows that are kept with a warning', () => {
  test('are counted once for each judgement', async () => {
    const image = makePng(8, 6);
    const md5 = createHash('md5').update(image).digest('hex');
    const csv = [
      'image_path,text,md5,width,height',
      `a.png,花瓶,${md5.toUpperCase()},8,6`,
      `a.png,花瓶,${'0'.repeat(32)},8,6`,
      `a.png,小碗,${md5},6,8`,
    ].join('\n');
    const root = makeFolder({ 'porcelain.csv': csv, 'a.png': image });
    const { findings, kept } = await packSource(packStep(), { root });
    expect(kept).toBe(3);
    expect(findings.map(({ reason, count }) => [reason, count])).toEqual([
      ['repeated-caption', 1],
      ['md5-differs', 1],
      ['size-differs', 1],
    ]);
    expect(readRows(join(root, out)).map((row) => [row.md5, row.width])).toEqual(Array(3).fill([md5, 8]));
  });
});

describe('a CSV that cannot be used stops the build', () => {
  test('with place, count and way out', async () => {
    const root = makeFolder({
      ...porcelainFiles(3),
      'porcelain.csv': 'image_path,text\na.png,red,\nb.png,blue,\n',
    });
    await expect(packSource(packStep(), { root })).rejects.toMatchObject({
      code: 'env/csv-fields',
      message: 'porcelain.csv:2:1: 3 fields, but the header has 2: `a.png,red,` (and 1 more)',
    });
    expect(existsSync(join(root, `${out}.partial`))).toBe(false);
  });

  test('when it has another number of rows than promised', async () => {
    const root = makeFolder(porcelainFiles(3));
    await packSource(packStep({ rows: 3 }), { root });
    await expect(packSource(packStep({ rows: 4 }), { root })).rejects.toMatchObject({
      code: 'env/csv-rows',
      message: 'porcelain.csv:1:1: 3 rows, but `rows` of source `porcelain` promises 4',
    });
  });

  test.each([
    ['no CSV', { input: { csv: 'lost.csv' } }],
    ['a folder in place of the CSV', { input: { csv: 'images' } }],
    ['no folder', { input: { folder: 'lost' } }],
  ])('when there is %s', async (_, changes) => {
    const root = makeFolder(porcelainFiles(1));
    await expect(packSource(packStep(changes), { root })).rejects.toMatchObject({
      code: 'env/missing-source',
    });
  });
});

describe('a second build', () => {
  test('of the same input does nothing', async () => {
    const root = makeFolder(porcelainFiles(25));
    await packSource(small, { root });
    const before = statSync(join(root, out)).ino;
    const times = [...readFolder(join(root, out)).keys()].map(
      (name) => statSync(join(root, out, name)).mtimeMs,
    );
    const report = await packSource(small, { root });
    expect(report).toMatchObject({ unchanged: true, rows: 25, kept: 25, shards: 3, reusedShards: 3 });
    expect(statSync(join(root, out)).ino).toBe(before);
    expect(
      [...readFolder(join(root, out)).keys()].map((name) => statSync(join(root, out, name)).mtimeMs),
    ).toEqual(times);
    expect(existsSync(join(root, `${out}.partial`))).toBe(false);
  });

  test('tells the same findings as the first', async () => {
    const root = makeFolder({ ...porcelainFiles(25), [imageName(4)]: '', [imageName(14)]: 'text' });
    const first = await packSource(small, { root });
    const second = await packSource(small, { root });
    expect(second.unchanged).toBe(true);
    expect(second.findings).toEqual(first.findings);
    expect(second.findings).toHaveLength(2);
  });

  test('of a CSV with one other caption packs one shard anew', async () => {
    const root = makeFolder(porcelainFiles(35));
    await packSource(small, { root });
    const inodes = ['00000.arrow', '00001.arrow', '00002.arrow', '00003.arrow'];
    const before = inodes.map((name) => statSync(join(root, out, name)).ino);
    writeFileSync(join(root, 'porcelain.csv'), porcelainCsv(35, { 15: '一只新碗' }));
    const report = await packSource(small, { root });
    expect(report).toMatchObject({ unchanged: false, shards: 4, reusedShards: 3 });
    const after = inodes.map((name) => statSync(join(root, out, name)).ino);
    expect(after.map((inode, index) => inode === before[index])).toEqual([true, false, true, true]);
    expect(readRows(join(root, out))[15]?.text).toBe('一只新碗');
  });

  test('sees an image that changed in place, and one that appeared', async () => {
    const files = porcelainFiles(25);
    const root = makeFolder(files);
    unlinkSync(join(root, imageName(22)));
    await packSource(small, { root });
    writeFileSync(join(root, imageName(12)), makePng(30, 31, 9));
    writeFiles(root, { [imageName(22)]: porcelainImage(22) });
    const report = await packSource(small, { root });
    expect(report).toMatchObject({ kept: 25, skipped: 0, reusedShards: 1 });
    expect(readRows(join(root, out))[12]).toMatchObject({ width: 30, height: 31 });
  });

  test('sees an image of the same size with another time', async () => {
    const root = makeFolder(porcelainFiles(5));
    await packSource(small, { root });
    utimesSync(join(root, imageName(2)), 1, 1);
    expect(await packSource(small, { root })).toMatchObject({ reusedShards: 0 });
    expect(await packSource(small, { root })).toMatchObject({ unchanged: true });
  });

  test('of a shorter CSV removes the shards that are left over', async () => {
    const root = makeFolder(porcelainFiles(35));
    await packSource(small, { root });
    writeFileSync(join(root, 'porcelain.csv'), porcelainCsv(20));
    await packSource(small, { root });
    expect([...readFolder(join(root, out)).keys()].filter((name) => name.endsWith('.arrow'))).toEqual([
      '00000.arrow',
      '00001.arrow',
    ]);
    expect((await readPackedSource(join(root, out))).rows).toBe(20);
  });

  test('of a longer CSV gives what a first build would give', async () => {
    const [grown, fresh] = [makeFolder(porcelainFiles(35)), makeFolder(porcelainFiles(35))];
    writeFileSync(join(grown, 'porcelain.csv'), porcelainCsv(25));
    await packSource(small, { root: grown });
    writeFileSync(join(grown, 'porcelain.csv'), porcelainCsv(35));
    await packSource(small, { root: grown });
    await packSource(small, { root: fresh });
    const [left, right] = [readFolder(join(grown, out)), readFolder(join(fresh, out))];
    for (const files of [left, right]) files.delete('stamps.json');
    expect(left).toEqual(right);
  });

  test('with another shard size packs everything anew', async () => {
    const root = makeFolder(porcelainFiles(25));
    await packSource(small, { root });
    const report = await packSource(packStep({ shard: { rows: 5, bytes: 2 ** 31 } }), { root });
    expect(report).toMatchObject({ shards: 5, reusedShards: 0 });
  });

  test('packs a shard anew that was cut short', async () => {
    const root = makeFolder(porcelainFiles(25));
    await packSource(small, { root });
    const before = readFolder(join(root, out));
    writeFileSync(join(root, out, '00001.arrow'), 'half');
    expect(await packSource(small, { root })).toMatchObject({ unchanged: false, reusedShards: 2 });
    expect(readFolder(join(root, out))).toEqual(before);
  });
});
