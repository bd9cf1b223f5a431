import { readExifOrientation } from './exif.ts';
import type { Inspection } from './inspection.ts';

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

/** Walks the markers of a JPEG up to its first scan; undefined when there is no frame header in it. */
export function inspectJpeg(bytes: Buffer): Inspection | undefined {
  let at = 2;
  let frame: Frame | undefined;
  let orientation = 1;
  let adobe: number | undefined;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) break;
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    const body = bytes.subarray(at + 4, at + 2 + length);
    if (isFrame(marker) && body.length >= 6) frame = readFrame(body);
    if (marker === 0xe1 && body.toString('latin1', 0, 6) === 'Exif\0\0')
      orientation = readExifOrientation(body.subarray(6));
    if (marker === 0xee && body.toString('latin1', 0, 5) === 'Adobe') adobe = body[11];
    at += 2 + length;
    if (marker === 0xda) break;
  }
  if (frame === undefined) return undefined;
  const truncated = hasEnd(bytes, at) ? undefined : 'no end marker after the picture data';
  return {
    format: 'jpeg',
    width: frame.width,
    height: frame.height,
    orientation,
    ...(frame.components === 4 ? { fourInks: adobe === 2 ? 'YCCK' : 'CMYK' } : {}),
    ...(truncated === undefined ? {} : { truncated }),
  };
}

/** The end marker may be followed by padding or by anything else (a second picture, a motion photo); scan data cannot hold it. */
function hasEnd(bytes: Buffer, scanStart: number): boolean {
  if (scanStart >= bytes.length) return false;
  return bytes.lastIndexOf(END_OF_IMAGE) >= scanStart;
}

const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function readFrame(body: Buffer): Frame {
  return { height: body.readUInt16BE(1), width: body.readUInt16BE(3), components: body[5] ?? 0 };
}
