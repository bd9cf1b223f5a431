import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { packSource } from '../../src/pack/pack-source.ts';
import { runPython, testWithModules } from '../indexing/run-python.ts';
import { makeFolder, packStep, porcelainFiles, writeFiles } from './porcelain.ts';

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
const whole = { schema, sums: true, sizes: true, magic: true };

testWithModules(['pyarrow', 'PIL'], 'pyarrow opens every shard and Pillow decodes every image', async () => {
  const root = makeFolder(porcelainFiles(620));
  const limits = { rows: 300, bytes: 2 ** 31 };
  await packSource(packStep({ shard: limits }), { root });
  expect(runPython(reader, [join(root, 'packed/shards/porcelain')])).toEqual([
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
    expect(runPython(reader, [join(root, 'packed/shards/porcelain')])).toEqual([
      { ...whole, rows: kept, batches: 1 },
    ]);
  },
);
