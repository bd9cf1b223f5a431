import type { Inspection } from './inspection.ts';

/** Tags of TIFF 6.0. */
const tag = {
  subfileType: 254,
  width: 256,
  height: 257,
  bitsPerSample: 258,
  photometric: 262,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  stripByteCounts: 279,
  tileOffsets: 324,
  tileByteCounts: 325,
  extraSamples: 338,
} as const;

const separated = 5;
const sizes: Partial<Record<number, number>> = { 1: 1, 3: 2, 4: 4 };

/** Reads the first directory of a classic TIFF; undefined when it is none. */
export function inspectTiff(bytes: Buffer): Inspection | undefined {
  const directory = readTiffDirectory(bytes);
  const width = directory?.get(tag.width)?.[0];
  const height = directory?.get(tag.height)?.[0];
  if (directory === undefined || width === undefined || height === undefined) return undefined;
  const samples = directory.get(tag.samplesPerPixel)?.[0] ?? 1;
  const bits = directory.get(tag.bitsPerSample)?.[0] ?? 1;
  const extra = directory.get(tag.extraSamples) ?? [];
  return {
    format: 'tiff',
    width,
    height,
    orientation: directory.get(tag.orientation)?.[0] ?? 1,
    ...(directory.get(tag.photometric)?.[0] === separated ? { fourInks: 'CMYK' } : {}),
    ...(bits === 16 && samples === 1 ? { grey16: true } : {}),
    ...(hasSecondPage(bytes) ? { animated: true } : {}),
    ...(extra.some((kind) => kind === 1 || kind === 2) ? { alpha: true } : {}),
    ...(dataEnd(directory) > bytes.length ? { truncated: 'picture data runs past the end of the file' } : {}),
  };
}

/** Whether another picture follows that is none of reduced size (NewSubfileType, bit 0). */
function hasSecondPage(bytes: Buffer): boolean {
  const next = nextDirectory(bytes);
  const second = next === undefined ? undefined : readTiffDirectory(bytes, next);
  return second?.has(tag.width) === true && ((second.get(tag.subfileType)?.[0] ?? 0) & 1) === 0;
}

/** Where the second directory starts; it stands behind the entries of the first. */
function nextDirectory(bytes: Buffer): number | undefined {
  const little = bytes.toString('latin1', 0, 2) === 'II';
  const start = little ? bytes.readUInt32LE(4) : bytes.readUInt32BE(4);
  const at = start + 2 + (little ? bytes.readUInt16LE(start) : bytes.readUInt16BE(start)) * 12;
  if (at + 4 > bytes.length) return undefined;
  const next = little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  return next === 0 ? undefined : next;
}

function dataEnd(directory: Map<number, readonly number[]>): number {
  const starts = directory.get(tag.stripOffsets) ?? directory.get(tag.tileOffsets) ?? [];
  const counts = directory.get(tag.stripByteCounts) ?? directory.get(tag.tileByteCounts) ?? [];
  return Math.max(0, ...starts.map((start, index) => start + (counts[index] ?? 0)));
}

/** Integer values by tag of a directory of a TIFF or EXIF block, by default the first; undefined when the block is no TIFF. */
export function readTiffDirectory(block: Buffer, from?: number): Map<number, readonly number[]> | undefined {
  const order = block.toString('latin1', 0, 2);
  if (block.length < 8 || (order !== 'II' && order !== 'MM')) return undefined;
  const little = order === 'II';
  const number = (at: number, size: number) => {
    if (at + size > block.length) return 0;
    return little ? block.readUIntLE(at, size) : block.readUIntBE(at, size);
  };
  const start = from ?? number(4, 4);
  if (number(2, 2) !== 42 || start + 2 > block.length) return undefined;
  const entries = new Map<number, readonly number[]>();
  for (let index = 0; index < number(start, 2); index += 1) {
    const at = start + 2 + index * 12;
    const size = sizes[number(at + 2, 2)];
    const count = number(at + 4, 4);
    if (at + 12 > block.length || size === undefined || count * size > block.length) continue;
    const values = count * size <= 4 ? at + 8 : number(at + 8, 4);
    entries.set(
      number(at, 2),
      Array.from({ length: count }, (_, item) => number(values + item * size, size)),
    );
  }
  return entries;
}
