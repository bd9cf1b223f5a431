import { Binary, Field, Int64, makeData, RecordBatch, Schema, Struct, Utf8, type Data } from 'apache-arrow';
import { captionColumn } from '../plan/plan.ts';
import type { Batch, JudgedRow } from './read-batch.ts';
import { variantText } from './variants.ts';

/** Columns and types of HunyuanDiT's csv2arrow.py (commit 368280e), all nullable. */
const upstreamFields = [
  new Field('text_zh', new Utf8(), true),
  new Field('md5', new Utf8(), true),
  new Field('width', new Int64(), true),
  new Field('height', new Int64(), true),
  new Field('image', new Binary(), true),
];

/** The schema of shards with these caption columns: one is upstream's, several stand behind upstream's as well. */
export function makeSchema(captions: readonly string[]): Schema {
  const variants = captions.length > 1 ? captions : [];
  return new Schema([
    ...upstreamFields,
    ...variants.map((column) => new Field(captionColumn(column), new Utf8(), true)),
  ]);
}

/** The kept rows of a batch; the images are not copied. */
export function makeRecordBatch({ rows, images }: Batch, schema: Schema): RecordBatch {
  const kept = rows.filter((row) => row.skip === undefined);
  const length = kept.length;
  const variants = schema.fields.length - upstreamFields.length;
  const children = [
    packText(kept.map(({ candidate }) => candidate.row.caption ?? '')),
    packText(kept.map((row) => row.md5?.toString('hex') ?? '')),
    makeData({ type: new Int64(), length, nullCount: 0, data: packSizes(kept, 'width') }),
    makeData({ type: new Int64(), length, nullCount: 0, data: packSizes(kept, 'height') }),
    makeData({
      type: new Binary(),
      length,
      nullCount: 0,
      valueOffsets: offsetsOf(kept.map(({ candidate }) => candidate.size)),
      data: images,
    }),
    ...Array.from({ length: variants }, (_, place) =>
      packText(kept.map(({ candidate }) => variantText(candidate.row, place))),
    ),
  ];
  return new RecordBatch(
    schema,
    makeData({ type: new Struct(schema.fields), length, nullCount: 0, children }),
  );
}

/** A column of texts; undefined becomes null. */
function packText(texts: readonly (string | undefined)[]): Data<Utf8> {
  const parts = texts.map((text) => Buffer.from(text ?? ''));
  return makeData({
    type: new Utf8(),
    length: texts.length,
    ...markNulls(texts),
    valueOffsets: offsetsOf(parts.map((part) => part.length)),
    data: Buffer.concat(parts),
  });
}

/** Arrow's validity bitmap, one bit a value from the lowest on; none where nothing is null. */
function markNulls(values: readonly unknown[]): { nullCount: number; nullBitmap?: Uint8Array } {
  const nullBitmap = new Uint8Array(Math.ceil(values.length / 8));
  let nullCount = 0;
  for (const [index, value] of values.entries()) {
    if (value === undefined) nullCount += 1;
    else nullBitmap[index >> 3] = (nullBitmap[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return nullCount === 0 ? { nullCount } : { nullCount, nullBitmap };
}

function packSizes(rows: readonly JudgedRow[], side: 'width' | 'height'): BigInt64Array {
  return BigInt64Array.from(rows, (row) => BigInt(row[side]));
}

function offsetsOf(lengths: readonly number[]): Int32Array {
  const offsets = new Int32Array(lengths.length + 1);
  let end = 0;
  for (const [index, length] of lengths.entries()) offsets[index + 1] = end += length;
  return offsets;
}
