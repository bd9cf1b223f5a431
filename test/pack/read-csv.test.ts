import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DataFileError, formatPlace, type DataFinding } from '../../src/pack/data-finding.ts';
import { readCsv } from '../../src/pack/read-csv.ts';
import type { SourceRow } from '../../src/pack/source-row.ts';
import { makeFolder, packStep } from './porcelain.ts';

async function read(content: string | Uint8Array, names = ['text']) {
  const root = makeFolder({ 'porcelain.csv': content });
  const findings: DataFinding[] = [];
  const rows: SourceRow[] = [];
  const { columns, captions } = packStep({ captions: names });
  const csv = { path: join(root, 'porcelain.csv'), name: 'porcelain.csv', columns, captions };
  for await (const row of readCsv(csv, (finding) => findings.push(finding))) rows.push(row);
  return { rows, findings };
}

/** `reason @ line:column` and the whole error of a CSV that cannot be read. */
async function fail(
  content: string | Uint8Array,
  names?: string[],
): Promise<{ at: string; error: DataFileError }> {
  try {
    await read(content, names);
  } catch (error) {
    if (!(error instanceof DataFileError)) throw error;
    const { reason, place } = error.finding;
    return { at: `${reason} @ ${place.line}:${place.column}`, error };
  }
  throw new Error('the CSV was read without trouble');
}

describe('rows', () => {
  const plain = [
    ['bowl.png', '小碗'],
    ['cup.png', '杯子'],
  ];
  test.each([
    ['LF', 'image_path,text\nbowl.png,小碗\ncup.png,杯子\n'],
    ['no last line end', 'image_path,text\nbowl.png,小碗\ncup.png,杯子'],
    ['CRLF', 'image_path,text\r\nbowl.png,小碗\r\ncup.png,杯子\r\n'],
    ['CR', 'image_path,text\rbowl.png,小碗\rcup.png,杯子'],
    ['a CRLF header over LF rows', 'image_path,text\r\nbowl.png,小碗\ncup.png,杯子\n'],
    ['a byte order mark', '\uFEFFimage_path,text\nbowl.png,小碗\ncup.png,杯子\n'],
    ['blank lines', 'image_path,text\n\nbowl.png,小碗\n\n\ncup.png,杯子\n'],
    ['quotes around everything', '"image_path","text"\n"bowl.png","小碗"\n"cup.png","杯子"\n'],
    ['columns in another order with more of them', 'id,text,image_path\n1,小碗,bowl.png\n2,杯子,cup.png\n'],
  ])('are read from a file with %s', async (_, content) => {
    const { rows, findings } = await read(content);
    expect(rows.map(({ image, caption }) => [image, caption])).toEqual(plain);
    expect(findings).toEqual([]);
  });

  test('keep numbers, commas, quotes, line breaks and blanks of a caption as they are', async () => {
    const { rows } = await read(
      'image_path,text\n0.png,007\n1.png,"a, ""b"""\n2.png,"first\r\nsecond"\n3.png, x \n',
    );
    expect(rows.map(({ caption }) => caption)).toEqual(['007', 'a, "b"', 'first\r\nsecond', ' x ']);
    expect(rows.map(({ line }) => line)).toEqual([2, 3, 4, 6]);
  });

  test('know their line after blank lines and line breaks in captions', async () => {
    const { rows } = await read('image_path,text\n\n0.png,"a\n\nb"\n\n1.png,c\n');
    expect(rows.map(({ line }) => line)).toEqual([3, 7]);
  });

  test('bring md5, width and height where the CSV has them', async () => {
    const { rows } = await read('image_path,text,md5,width,height\n0.png,a,00ff,3,4\n1.png,b,,,\n');
    expect(rows[0]).toMatchObject({ md5: '00ff', width: '3', height: '4' });
    expect(rows[1]).not.toHaveProperty('md5');
  });

  test('come from a field of ten million bytes too', async () => {
    const { rows } = await read(`image_path,text\n0.png,"${'字'.repeat(3_500_000)}"\n1.png,ok\n`);
    expect(rows.map(({ caption }) => caption?.length)).toEqual([3_500_000, 2]);
  });

  test('are intact where characters lie across the pieces that are read', async () => {
    const caption = '青花瓷'.repeat(50_000);
    const { rows } = await read(`image_path,text\n0.png,${caption}\n1.png,x${caption}\n2.png,xy${caption}\n`);
    expect(rows.map((row) => row.caption)).toEqual([caption, `x${caption}`, `xy${caption}`]);
  });
});

describe('a CSV with a fault names the place', () => {
  test.each<[string, string, string | Uint8Array]>([
    [
      'GBK',
      'csv-encoding @ 2:7',
      Buffer.from('image_path,text\n0.png,\xc7\xe0\xbb\xa8\xb4\xc9\xc6\xbf\n', 'latin1'),
    ],
    [
      'Latin-1',
      'csv-encoding @ 3:10',
      Buffer.from('image_path,text\n0.png,a\n1.png,caf\xe9 noir\n', 'latin1'),
    ],
    ['UTF-16', 'csv-encoding @ 1:1', Buffer.from('\uFEFFimage_path,text\n0.png,小碗\n', 'utf16le')],
    ['UTF-16 without a mark', 'csv-encoding @ 1:1', Buffer.from('image_path,text\n0.png,小碗\n', 'utf16le')],
    [
      'a character cut off at the end',
      'csv-encoding @ 2:8',
      Buffer.from('image_path,text\n0.png,a小').subarray(0, -1),
    ],
    ['a NUL', 'csv-nul @ 2:8', 'image_path,text\n0.png,a\0b\n'],
    ['an open quote', 'csv-quote @ 3:7', 'image_path,text\n0.png,a\n1.png,"b\n2.png,c\n'],
    ['a quote that is not doubled', 'csv-quote @ 2:10', 'image_path,text\n0.png,"a "big" dog, red"\n'],
    ['a quote in a bare field', 'csv-quote @ 3:9', 'image_path,text\n0.png,"ok"\n1.png,a "big" dog\n'],
    ['semicolons', 'csv-separator @ 1:11', 'image_path;text\n0.png;red, round\n'],
    ['semicolons and quotes', 'csv-separator @ 1:11', 'image_path;text\n0.png;"red\nround"\n'],
    ['tabs', 'csv-separator @ 1:11', 'image_path\ttext\n0.png\tred\n'],
    ['full-width commas', 'csv-separator @ 1:11', 'image_path，text\n0.png，red\n'],
    ['no header', 'csv-no-header @ 1:1', '0.png,red\n1.png,blue\n'],
    ['a column given twice', 'csv-duplicate-column @ 1:17', 'image_path,text,text\n0.png,a,b\n'],
    ['no rows', 'csv-empty @ 1:1', 'image_path,text\n\n\n'],
    ['no bytes', 'csv-empty @ 1:1', ''],
    ['another name for a column', 'csv-missing-column @ 1:1', 'image_path,txet\n0.png,a\n'],
  ])('%s', async (_, at, content) => {
    expect((await fail(content)).at).toBe(at);
  });

  test('far behind its start, after many rows', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `${index}.png,青花瓷 ${index}\n`).join('');
    expect((await fail(`image_path,text\n${rows}x.png,"a "b" c"\n`)).at).toBe('csv-quote @ 20002:10');
    expect((await fail(Buffer.from(`image_path,text\n${rows}x.png,a\0\n`))).at).toBe('csv-nul @ 20002:8');
  });
});

describe('a CSV with a fault says the way out', () => {
  test('for GBK', async () => {
    const { error } = await fail(
      Buffer.from('image_path,text\n0.png,\xc7\xe0\xbb\xa8\xb4\xc9\xc6\xbf\n', 'latin1'),
    );
    expect(error.message).toBe('porcelain.csv:2:7: not valid UTF-8; it looks like GBK/GB18030');
    expect(error.help).toContain('iconv -f GB18030 -t UTF-8 porcelain.csv');
  });

  test('for the column names of the trainer’s own script', async () => {
    const { error } = await fail('img_path,text_zh\n0.png,a\n');
    expect(error.help).toContain('`data.columns.image: img_path`');
  });

  test('for a name that is nearly right', async () => {
    const { error } = await fail('Image_Path,text\n0.png,a\n');
    expect(error.help).toContain('Did you mean `Image_Path`?');
  });
});

describe('a row with a fault is reported and left out', () => {
  test.each([
    ['csv-fields', 'image_path,text\n0.png,a\n1.png,a cat, sitting\n2.png,b\n', 3],
    ['csv-fields', 'image_path,text\n0.png\n1.png,b\n', 2],
    ['csv-fields', 'image_path,text\n0.png,red,\n1.png,b\n', 2],
  ])('%s', async (reason, content, line) => {
    const { findings } = await read(content);
    expect(findings.map((finding) => [finding.reason, formatPlace(finding.place)])).toEqual([
      [reason, `porcelain.csv:${line}:1`],
    ]);
  });

  test.skipIf(process.platform === 'win32')('Windows paths', async () => {
    const content = 'image_path,text\nD:\\set\\0.png,x\n\\\\nas\\set\\1.png,y\nC:/2.png,z\n3.png,ok\n';
    const { rows, findings } = await read(content);
    expect(findings.map(({ reason }) => reason)).toEqual(Array(3).fill('csv-windows-path'));
    expect(rows).toHaveLength(1);
  });

  test('a column without a name is a warning', async () => {
    const { rows, findings } = await read('image_path,text,\n0.png,red,\n');
    expect(rows).toHaveLength(1);
    expect(findings).toMatchObject([
      { reason: 'csv-nameless-column', severity: 'warning', place: { line: 1, column: 17 } },
    ]);
  });
});
