import { readTiffDirectory } from './tiff.ts';

const orientationTag = 274;

/** The orientation of an EXIF block (a small TIFF), 1 when it has none or cannot be read. */
export function readExifOrientation(block: Buffer): number {
  const value = readTiffDirectory(block)?.get(orientationTag)?.[0] ?? 1;
  return value >= 1 && value <= 8 ? value : 1;
}
