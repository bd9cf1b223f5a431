import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { checkSource } from '../../src/pack/check-source.ts';
import { packSource } from '../../src/pack/pack-source.ts';
import { readPackedSource } from '../../src/pack/read-packed-source.ts';
import { formatRowFinding } from '../../src/pack/report-rows.ts';
import { captionColumn } from '../../src/plan/plan.ts';
import { imageName, makeFolder, makePng, out, packStep, porcelainFiles, small } from './porcelain.ts';
import { readFolder, readRows } from './read-shard.ts';

const captions = ['cap_zh', 'cap_en', 'tags'];
const step = packStep({ captions, shard: small.shard });

/** A folder of `rows.length` images, and the CSV with these captions. */
function makeRows(rows: readonly string[]): string {
  const root = makeFolder(porcelainFiles(rows.length));
  writeCsv(root, rows);
  return root;
}

function writeCsv(root: string, rows: readonly string[]): void {
  const lines = rows.map((texts, index) => `${imageName(index)},${texts}\n`);
  writeFileSync(join(root, 'porcelain.csv'), `image_path,cap_zh,cap_en,tags\n${lines.join('')}`);
}

const plainRows = (count: number) =>
  Array.from({ length: count }, (_, index) => `青花瓷碗 ${index},a bowl ${index},"bowl, ${index}"`);

/** The names of the columns, and each row as `text_zh` and the captions behind upstream's columns. */
function readCaptions(root: string) {
  const folder = join(root, out);
  const files = readdirSync(folder).filter((name) => name.endsWith('.arrow'));
  const tables = files.sort().map((name) => tableFromIPC(readFileSync(join(folder, name))));
  const names = ['text_zh', ...captions.map(captionColumn)];
  return {
    names: tables[0]?.schema.fields.map(({ name }) => name),
    rows: tables.flatMap((table) => table.toArray().map((row) => names.map((name) => row[name]))),
  };
}

describe('shards of several captions', () => {
  test('hold each in a column behind those of upstream, null where it says nothing', async () => {
    const root = makeRows([
      '一只碗,a bowl,"bowl, blue"',
      ',a vase,"vase, red"',
      '  ,N/A,"cup, white"',
      '盘子,,NULL',
    ]);
    await packSource(step, { root });
    const { names, rows } = readCaptions(root);
    expect(names?.slice(5)).toEqual(['caption_cap_zh', 'caption_cap_en', 'caption_tags']);
    expect(names?.slice(0, 5)).toEqual(['text_zh', 'md5', 'width', 'height', 'image']);
    expect(rows).toEqual([
      ['一只碗', '一只碗', 'a bowl', 'bowl, blue'],
      ['a vase', null, 'a vase', 'vase, red'],
      ['cup, white', null, null, 'cup, white'],
      ['盘子', '盘子', null, null],
    ]);
  });

  test('are whole over several batches', async () => {
    const texts = Array.from({ length: 620 }, (_, index) => (index % 3 === 0 ? ',' : `碗 ${index},`));
    const root = makeRows(texts.map((text, index) => `${text}${index % 2 === 0 ? '' : 'bowl'},t${index}`));
    await packSource(packStep({ captions }), { root });
    const { rows } = readCaptions(root);
    expect(rows).toHaveLength(620);
    for (const [index, row] of rows.entries()) {
      const expected = [index % 3 === 0 ? null : `碗 ${index}`, index % 2 === 0 ? null : 'bowl', `t${index}`];
      expect(row).toEqual([expected.find((text) => text !== null), ...expected]);
    }
  });

  test('have the columns of upstream alone when there is one caption', async () => {
    const root = makeRows(plainRows(3));
    await packSource(packStep({ captions: ['cap_en'] }), { root });
    expect(readCaptions(root).names).toHaveLength(5);
    expect(readRows(join(root, out)).map(({ text }) => text)).toEqual(['a bowl 0', 'a bowl 1', 'a bowl 2']);
  });

  test('take the text beside an image of a folder as the first', async () => {
    const root = makeFolder({ 'photos/b.png': makePng(8, 8, 1), 'photos/b.txt': '花瓶\n' });
    await packSource({ ...step, input: { folder: 'photos' } }, { root });
    expect(readCaptions(root).rows).toEqual([['花瓶', '花瓶', null, null]]);
  });

  test('are cut at the bytes of all of them', async () => {
    const root = makeRows([`${'a'.repeat(4000)},${'b'.repeat(4000)},c`, 'd,e,f', 'g,h,i']);
    await packSource(packStep({ captions, shard: { rows: 10, bytes: 12_000 } }), { root });
    expect((await readPackedSource(join(root, out))).shards.map(({ rows }) => rows)).toEqual([1, 2]);
  });
});

describe('a row with several captions', () => {
  test('is left out when none says anything, or one is broken', async () => {
    const root = makeRows(['一只碗,a,b', ' ,N/A,', '盘子,na\uFFFDve,c', 'NULL,,']);
    const { kept } = await packSource(step, { root });
    expect(kept).toBe(1);
    expect(
      readFileSync(join(root, out, 'skipped.csv'), 'utf8')
        .split('\n')
        .slice(1, -1),
    ).toEqual([
      '2,3,images/bowl-1.png,empty-caption,blanks only',
      '3,4,images/bowl-2.png,mojibake,a replacement character (U+FFFD)',
      '4,5,images/bowl-3.png,null-word,`NULL`',
    ]);
  });

  test('is counted for each column that is empty, with its share and its place', async () => {
    const root = makeRows(['a,,x', 'b,,', 'c,N/A,y', 'd,e,z']);
    const { findings } = await packSource(step, { root });
    expect(findings).toMatchObject([
      { reason: 'empty-variant', severity: 'warning', column: 'cap_en', count: 3, share: 0.75 },
      { reason: 'empty-variant', severity: 'warning', column: 'tags', count: 1, share: 0.25 },
    ]);
    expect(findings.map(formatRowFinding)).toEqual([
      '3 rows: no caption in `cap_en`, 75 % of all rows (first at porcelain.csv:2:21: empty)',
      '1 row: no caption in `tags`, 25 % of all rows (first at porcelain.csv:3:22: empty)',
    ]);
    const { counts } = JSON.parse(readFileSync(join(root, out, 'manifest.json'), 'utf8'));
    expect(counts).toEqual({ 'empty-variant:cap_en': 3, 'empty-variant:tags': 1 });
  });

  test('is told its broken caption at its place, and once', async () => {
    const root = makeRows(['a,b,c', 'd,x\uFFFD,"a ""y"" \uFFFD"']);
    const { findings, skipped } = await checkSource(step, { root });
    expect(skipped).toBe(1);
    expect(findings).toMatchObject([
      { reason: 'mojibake', count: 1, examples: [{ place: { line: 3, column: 22 } }] },
    ]);
  });
});

describe('a second build of several captions', () => {
  test('packs one shard anew where one of them changed', async () => {
    const rows = plainRows(35);
    const root = makeRows(rows);
    await packSource(step, { root });
    const inodes = () => [0, 1, 2, 3].map((index) => statSync(join(root, out, `0000${index}.arrow`)).ino);
    const before = inodes();
    writeCsv(root, rows.with(15, '青花瓷碗 15,a bowl 15,"bowl, new"'));
    expect(await packSource(step, { root })).toMatchObject({ unchanged: false, shards: 4, reusedShards: 3 });
    expect(inodes().map((inode, index) => inode === before[index])).toEqual([true, false, true, true]);
    expect(readCaptions(root).rows[15]?.at(-1)).toBe('bowl, new');
  });

  test('changes nothing and tells the same where nothing changed', async () => {
    const root = makeRows(plainRows(25).with(4, '碗,,x').with(14, ',,y').with(24, ',,'));
    const first = await packSource(step, { root });
    const second = await packSource(step, { root });
    expect(second).toMatchObject({ unchanged: true, reusedShards: 3, skipped: 1 });
    expect(second.findings).toEqual(first.findings);
  });

  test('goes on where the first was stopped, with the bytes of an undisturbed one', async () => {
    const rows = plainRows(60).with(33, ',,x');
    const [root, undisturbed] = [makeRows(rows), makeRows(rows)];
    await packSource(step, { root: undisturbed });
    const stop = new AbortController();
    const onProgress = ({ shards }: { shards: number }) => shards === 3 && stop.abort(new Error('cold'));
    await expect(packSource(step, { root, signal: stop.signal, onProgress })).rejects.toThrow('cold');
    expect((await packSource(step, { root })).reusedShards).toBeGreaterThanOrEqual(3);
    const [left, right] = [readFolder(join(root, out)), readFolder(join(undisturbed, out))];
    for (const files of [left, right]) files.delete('stamps.json');
    expect(left).toEqual(right);
  });

  test('of another choice of captions starts again', async () => {
    const root = makeRows(plainRows(25));
    await packSource(step, { root });
    expect(await packSource({ ...step, captions: ['cap_zh', 'tags'] }, { root })).toMatchObject({
      reusedShards: 0,
    });
  });
});

test('a column that is missing is told with the way out', async () => {
  const root = makeFolder({ ...porcelainFiles(1), 'porcelain.csv': 'image_path,cap_zh,cap_em,tags\n' });
  await expect(packSource(step, { root })).rejects.toMatchObject({
    code: 'env/csv-missing-column',
    help: 'Did you mean `cap_em`? Rename the column, or write its name under `captions.variants`.',
  });
});
