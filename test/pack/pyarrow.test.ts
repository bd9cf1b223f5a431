import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { packSource } from '../../src/pack/pack-source.ts';
import { runPython, testWithModules } from '../indexing/run-python.ts';
import { makeFolder, out, packStep, porcelainFiles, writeFiles } from './porcelain.ts';

/** Opens every shard the way the trainer does and tells what is in it; decodes every image the way the trainer does. */
const reader = `
import glob, hashlib, io, json, sys
import pyarrow as pa
from PIL import Image
shards = []
for path in sorted(glob.glob(sys.argv[1] + '/*.arrow')):
    raw = open(path, 'rb').read()
    reader = pa.ipc.RecordBatchFileReader(pa.memory_map(path))
    table = reader.read_all()
    rows = table.to_pylist()
    sums = all(hashlib.md5(row['image']).hexdigest() == row['md5'] for row in rows)
    sizes = True
    for row in rows:
        image = Image.open(io.BytesIO(row['image']))
        sizes = sizes and image.size == (row['width'], row['height'])
        image.convert('RGB')
    table.validate(full=True)
    shards.append({'schema': [[field.name, str(field.type), field.nullable] for field in table.schema],
                   'rows': table.num_rows, 'batches': reader.num_record_batches, 'sums': sums, 'sizes': sizes,
                   'magic': raw[:6] == b'ARROW1' and raw[-6:] == b'ARROW1'})
print(json.dumps(shards))
`;
const schema = [
  ['text_zh', 'string', true],
  ['md5', 'string', true],
  ['width', 'int64', true],
  ['height', 'int64', true],
  ['image', 'binary', true],
];
/** Tells what stands in the caption columns, as the trainer reads them. */
const captionReader = `
import glob, json, sys
import pyarrow as pa
rows, fields = [], []
for path in sorted(glob.glob(sys.argv[1] + '/*.arrow')):
    table = pa.ipc.RecordBatchFileReader(pa.memory_map(path)).read_all()
    table.validate(full=True)
    fields.append([[field.name, str(field.type), field.nullable] for field in table.schema])
    names = [name for name in table.column_names if name.startswith('caption_')]
    for index in range(table.num_rows):
        rows.append([table['text_zh'][index].as_py(), *(table[name][index].as_py() for name in names)])
    nulls = {name: table[name].null_count for name in names}
print(json.dumps({'fields': fields, 'rows': rows, 'nulls': nulls}))
`;
const whole = { schema, sums: true, sizes: true, magic: true };

testWithModules(['pyarrow', 'PIL'], 'pyarrow opens every shard and Pillow decodes every image', async () => {
  const root = makeFolder(porcelainFiles(620));
  const limits = { rows: 300, bytes: 2 ** 31 };
  await packSource(packStep({ shard: limits }), { root });
  expect(runPython(reader, [join(root, out)])).toEqual([
    { ...whole, rows: 300, batches: 2 },
    { ...whole, rows: 300, batches: 2 },
    { ...whole, rows: 20, batches: 1 },
  ]);
});

testWithModules(
  ['pyarrow', 'PIL'],
  'Pillow decodes everything that is kept of a folder of odd images',
  async () => {
    const root = makeFolder();
    cpSync(new URL('fixtures/images', import.meta.url), join(root, 'odd'), { recursive: true });
    const csv = readdirSync(join(root, 'odd')).map((name, index) => `odd/${name},第 ${index} 张\n`);
    writeFiles(root, { 'porcelain.csv': `image_path,text\n${csv.join('')}` });
    const { kept } = await packSource(packStep(), { root });
    expect(kept).toBeGreaterThan(15);
    expect(runPython(reader, [join(root, out)])).toEqual([{ ...whole, rows: kept, batches: 1 }]);
  },
);

testWithModules(['pyarrow'], 'pyarrow reads several captions with Chinese and nulls', async () => {
  const captions = ['标题', 'cap_en', 'tags'];
  const texts = Array.from({ length: 300 }, (_, index) => [
    index % 3 === 0 ? null : `青花瓷碗，第 ${index} 号 🏺`,
    index % 5 === 0 ? null : `bowl ${index}`,
    `碗 ${index}`,
  ]);
  const lines = texts.map((row, index) => [`images/bowl-${index}.png`, ...row].join(','));
  const csv = `image_path,${captions.join(',')}\n${lines.join('\n')}\n`;
  const root = makeFolder({ ...porcelainFiles(300), 'porcelain.csv': csv });
  await packSource(packStep({ captions }), { root });
  expect(runPython(captionReader, [join(root, out)])).toEqual({
    fields: [[...schema, ...captions.map((column) => [`caption_${column}`, 'string', true])]],
    rows: texts.map((row) => [row.find((text) => text !== null), ...row]),
    nulls: { caption_标题: 100, caption_cap_en: 60, caption_tags: 0 },
  });
});
