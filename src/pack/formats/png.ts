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
    ...(chunks.truncated === undefined ? {} : { truncated: chunks.truncated }),
  };
}

function walkChunks(bytes: Buffer) {
  const found = { orientation: 1, transparency: false, frames: 1, truncated: undefined as string | undefined };
  let data = false;
  let at = 8;
  while (at + 8 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (at + 12 + length > bytes.length) return { ...found, truncated: `chunk \`${printable(kind)}\` runs past the end of the file` };
    if (kind === 'tRNS') found.transparency = true;
    if (kind === 'acTL' && length >= 8) found.frames = body.readUInt32BE(0);
    if (kind === 'eXIf') found.orientation = readExifOrientation(body);
    if (kind === 'IDAT') data = true;
    if (kind === 'IEND') return data ? found : { ...found, truncated: 'no picture data' };
    at += 12 + length;
  }
  return { ...found, truncated: 'no `IEND` chunk at the end' };
}

function printable(kind: string): string {
  return kind.replace(/[^A-Za-z]/gu, '?');
}
