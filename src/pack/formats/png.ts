import { crc32 } from 'node:zlib';
import { readExifOrientation } from './exif.ts';
import type { Inspection } from './inspection.ts';

const grey = 0;
const greyAlpha = 4;
const rgba = 6;

/** Walks the chunks of a PNG; undefined when it does not start with a header chunk. */
export function inspectPng(bytes: Buffer): Inspection | undefined {
  if (bytes.length < 29 || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  const depth = bytes[24];
  const colour = bytes[25];
  const chunks = walkChunks(bytes);
  return {
    format: 'png',
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
    orientation: chunks.orientation,
    ...(colour === greyAlpha || colour === rgba || chunks.transparency ? { alpha: true } : {}),
    ...(depth === 16 && colour === grey ? { grey16: true } : {}),
    ...(chunks.frames > 1 ? { animated: true } : {}),
    ...(chunks.damaged === undefined ? {} : { damaged: chunks.damaged }),
    ...endOf(bytes, chunks),
  };
}

/** Deflate cannot shrink data more than 1,032 times (zlib, technical details), so too little of it cannot be the whole picture. */
function endOf(
  bytes: Buffer,
  { truncated, dataBytes }: ReturnType<typeof walkChunks>,
): { truncated?: string } {
  if (truncated !== undefined) return { truncated };
  const bitsPerPixel = (bytes[24] ?? 0) * (samples[bytes[25] ?? 0] ?? 1);
  const rawBytes = Math.ceil((bytes.readUInt32BE(16) * bitsPerPixel) / 8) * bytes.readUInt32BE(20);
  return rawBytes > dataBytes * 1032 ? { truncated: 'too little picture data for its size' } : {};
}

/** Samples a pixel by colour type (PNG specification, 11.2.2). */
const samples: Partial<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

interface ChunkFindings {
  orientation: number;
  transparency: boolean;
  frames: number;
  dataBytes: number;
  truncated?: string;
  damaged?: string;
}

function walkChunks(bytes: Buffer): ChunkFindings {
  const found: ChunkFindings = { orientation: 1, transparency: false, frames: 1, dataBytes: 0 };
  let at = 8;
  while (at + 8 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (at + 12 + length > bytes.length)
      return { ...found, truncated: `chunk \`${printable(kind)}\` runs past the end of the file` };
    if (kind === 'tRNS') found.transparency = true;
    if (kind === 'acTL' && length >= 8) found.frames = body.readUInt32BE(0);
    if (kind === 'eXIf') found.orientation = readExifOrientation(body);
    if (kind === 'IDAT') found.dataBytes += length;
    // Pillow checks the sums of the chunks before the picture data and of no others.
    else if (
      found.dataBytes === 0 &&
      crc32(bytes.subarray(at + 4, at + 8 + length)) !== bytes.readUInt32BE(at + 8 + length)
    ) {
      found.damaged ??= `wrong checksum of chunk \`${printable(kind)}\``;
    }
    if (kind === 'IEND') return found.dataBytes > 0 ? found : { ...found, truncated: 'no picture data' };
    at += 12 + length;
  }
  return { ...found, truncated: 'no `IEND` chunk at the end' };
}

function printable(kind: string): string {
  return kind.replace(/[^A-Za-z]/gu, '?');
}
