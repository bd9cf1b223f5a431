import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import type { PackStep } from '../../src/plan/plan.ts';

/** A folder of its own for one test, removed when the test is done. */
export function makeFolder(files: Record<string, string | Uint8Array> = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'porcelain-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  writeFiles(root, files);
  return root;
}

/** Writes files by relative path, with the folders they need. */
export function writeFiles(root: string, files: Record<string, string | Uint8Array>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
}

/** Where the step of a test packs to, relative to its folder. */
export const out = 'packed/shards/porcelain';

/** The step that packs `porcelain.csv`, with what the test is about in place of the usual. */
export function packStep(changes: Partial<PackStep> = {}): PackStep {
  const { columns = usualColumns, captions = [columns.text] } = changes;
  return {
    kind: 'pack',
    id: 'pack:porcelain',
    source: 'porcelain',
    input: { csv: 'porcelain.csv' },
    dataRoot: '.',
    shard: { rows: 5000, bytes: 2 ** 31 },
    badImages: { action: 'skip', atMost: 1 },
    out,
    ...changes,
    columns: { ...columns, text: captions[0] ?? columns.text },
    captions,
  };
}

const usualColumns = { image: 'image_path', text: 'text', md5: 'md5', width: 'width', height: 'height' };

/** The usual step with shards of ten rows, so that a few images make several. */
export const small = packStep({ shard: { rows: 10, bytes: 2 ** 31 } });

/** How often a test kills a build. */
export const kills = Number(process.env['DITC_KILLS'] ?? 5);

/** A whole RGB PNG of one colour; `extra` chunks go in front of the picture data. */
export function makePng(
  width: number,
  height: number,
  colour = 0,
  extra: readonly Uint8Array[] = [],
): Buffer {
  const row = Buffer.alloc(1 + width * 3, colour);
  row[0] = 0;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const data = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    makeChunk('IHDR', head),
    ...extra,
    makeChunk('IDAT', data),
    makeChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A PNG chunk with its length and checksum. */
export function makeChunk(kind: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(body.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

/** `count` small images with captions, and the CSV that lists them. */
export function porcelainFiles(count: number): Record<string, string | Uint8Array> {
  const files: Record<string, string | Uint8Array> = { 'porcelain.csv': porcelainCsv(count) };
  for (let index = 0; index < count; index += 1) files[imageName(index)] = porcelainImage(index);
  return files;
}

/** The CSV of `porcelainFiles`, with other captions for some rows. */
export function porcelainCsv(count: number, captions: Record<number, string> = {}): string {
  const rows = Array.from(
    { length: count },
    (_, index) => `${imageName(index)},${captions[index] ?? captionOf(index)}\n`,
  );
  return `image_path,text\n${rows.join('')}`;
}

export function imageName(index: number): string {
  return `images/bowl-${index}.png`;
}

function captionOf(index: number): string {
  return `青花瓷碗，第 ${index} 号`;
}

/** Images of different sizes and bytes. */
export function porcelainImage(index: number): Buffer {
  return makePng(16 + (index % 7), 16 + (index % 5), index % 251);
}
