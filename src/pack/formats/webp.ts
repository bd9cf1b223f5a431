import { readExifOrientation } from './exif.ts';
import type { Inspection } from './inspection.ts';

/** Walks the chunks of a WebP; undefined when no chunk gives a size. */
export function inspectWebp(bytes: Buffer): Inspection | undefined {
  const end = bytes.readUInt32LE(4) + 8;
  let size: { width: number; height: number } | undefined;
  let alpha = false;
  let animated = false;
  let orientation = 1;
  let picture = false;
  for (let at = 12; at + 8 <= Math.min(end, bytes.length);) {
    const kind = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (kind === 'VP8X' && body.length >= 10) {
      size = { width: body.readUIntLE(4, 3) + 1, height: body.readUIntLE(7, 3) + 1 };
      animated = ((body[0] ?? 0) & 0x02) !== 0;
      alpha = ((body[0] ?? 0) & 0x10) !== 0;
    }
    if (kind === 'VP8 ' && body.length >= 10) {
      picture = true;
      size ??= { width: body.readUInt16LE(6) & 0x3fff, height: body.readUInt16LE(8) & 0x3fff };
    }
    if (kind === 'VP8L' && body.length >= 5) {
      picture = true;
      const bits = body.readUInt32LE(1);
      size ??= { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
      alpha ||= ((bits >>> 28) & 1) === 1;
    }
    if (kind === 'ANMF') picture = true;
    if (kind === 'EXIF') orientation = readExifOrientation(withoutExifName(body));
    at += 8 + length + (length % 2);
  }
  if (size === undefined) return undefined;
  const truncated =
    end > bytes.length ? 'shorter than its header says' : picture ? undefined : 'no picture data';
  return {
    format: 'webp',
    ...size,
    orientation,
    ...(alpha ? { alpha } : {}),
    ...(animated ? { animated } : {}),
    ...(truncated === undefined ? {} : { truncated }),
  };
}

/** Some writers put the JPEG name in front of the block. */
function withoutExifName(body: Buffer): Buffer {
  return body.toString('latin1', 0, 6) === 'Exif\0\0' ? body.subarray(6) : body;
}
