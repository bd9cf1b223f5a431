import { randomFillSync } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** How much picture data libpng and Pillow put into a chunk. */
const chunkBytes = 65_536;

/** A whole RGB PNG of noise, which no compression makes smaller: about 3 x width x height bytes. */
export function makePng(width: number, height: number): Buffer {
  const rows = randomFillSync(Buffer.alloc((width * 3 + 1) * height));
  // The first byte of a line is its filter: none.
  for (let line = 0; line < height; line += 1) rows[line * (width * 3 + 1)] = 0;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const data = deflateSync(rows, { level: 0 });
  const chunks = [];
  for (let at = 0; at < data.length; at += chunkBytes)
    chunks.push(chunk('IDAT', data.subarray(at, at + chunkBytes)));
  return Buffer.concat([pngSignature, chunk('IHDR', header), ...chunks, chunk('IEND', Buffer.alloc(0))]);
}

/** A baseline JPEG of `bytes` bytes with the segments in their order, its scan filled with noise that holds no marker. */
export function makeJpeg(width: number, height: number, bytes: number): Buffer {
  const frame = Buffer.from([8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]);
  const head = Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 8)])),
    segment(0xc0, frame),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  ]);
  const image = randomFillSync(Buffer.alloc(bytes));
  for (let at = image.indexOf(0xff, head.length); at >= 0; at = image.indexOf(0xff, at + 1)) image[at] = 0xfe;
  head.copy(image);
  image.set([0xff, 0xd9], bytes - 2);
  return image;
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}
