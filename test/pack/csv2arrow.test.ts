import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { expect, test } from 'vitest';
import { packSource } from '../../src/pack/pack-source.ts';
import { makeFolder, packStep } from './porcelain.ts';
import { readRows } from './read-shard.ts';

interface Golden {
  readonly fields: readonly (readonly [name: string, type: string, nullable: boolean])[];
  readonly rows: readonly {
    text_zh: string | null;
    md5: string;
    width: number;
    height: number;
    image_len: number;
  }[];
}

// Written once from what csv2arrow.py made of the same files; its `source` names the versions.
const golden = JSON.parse(
  readFileSync(new URL('fixtures/csv2arrow-main.json', import.meta.url), 'utf8'),
) as Golden;

async function packMain(): Promise<string> {
  const root = makeFolder();
  cpSync(new URL('fixtures/images', import.meta.url), join(root, 'img'), { recursive: true });
  cpSync(new URL('fixtures/main.csv', import.meta.url), join(root, 'main.csv'));
  const columns = { ...packStep().columns, image: 'img_path', text: 'text_zh' };
  await packSource(packStep({ input: { csv: 'main.csv' }, columns, out: 'packed' }), { root });
  return join(root, 'packed');
}

test('the columns are those of csv2arrow', async () => {
  const table = tableFromIPC(readFileSync(join(await packMain(), '00000.arrow')));
  const types: Record<string, string> = { string: 'Utf8', int64: 'Int64', binary: 'Binary' };
  expect(table.schema.fields.map(({ name, type, nullable }) => [name, String(type), nullable])).toEqual(
    golden.fields.map(([name, type, nullable]) => [name, types[type], nullable]),
  );
});

test('every row that is kept is a row of csv2arrow, in its order', async () => {
  const rows = readRows(await packMain());
  const wanted = new Set(rows.map(({ text, md5 }) => `${String(text)} ${String(md5)}`));
  const theirs = golden.rows.filter(({ text_zh, md5 }) => wanted.has(`${text_zh} ${md5}`));
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.map(({ text, md5, width, height, image }) => [text, md5, width, height, image.length])).toEqual(
    theirs.map(({ text_zh, md5, width, height, image_len }) => [text_zh, md5, width, height, image_len]),
  );
});

test('csv2arrow’s rows that are left out are those that it would train wrongly', async () => {
  const kept = new Set(readRows(await packMain()).map(({ text, md5 }) => `${String(text)} ${String(md5)}`));
  const dropped = golden.rows.filter(
    ({ text_zh, md5 }) => text_zh !== null && !kept.has(`${text_zh} ${md5}`),
  );
  expect(dropped.map(({ text_zh }) => text_zh)).toEqual([
    '半张图',
    '   ',
    '炸弹 bomb_178956970px.png',
    '炸弹 bomb_warn_100M.png',
  ]);
});
