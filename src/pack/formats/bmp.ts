import type { Inspection } from './inspection.ts';

/** Reads the header of a Windows or OS/2 bitmap; undefined when it is not complete. */
export function inspectBmp(bytes: Buffer): Inspection | undefined {
  if (bytes.length < 26) return undefined;
  const headerSize = bytes.readUInt32LE(14);
  if (headerSize === 12) {
    return { format: 'bmp', width: bytes.readUInt16LE(18), height: bytes.readUInt16LE(20) };
  }
  if (headerSize < 40 || headerSize > 200 || bytes.length < 34) return undefined;
  const width = bytes.readInt32LE(18);
  const height = Math.abs(bytes.readInt32LE(22));
  const bits = bytes.readUInt16LE(28);
  const compressed = bytes.readUInt32LE(30) === 1 || bytes.readUInt32LE(30) === 2;
  const rowBytes = Math.floor((width * bits + 31) / 32) * 4;
  const cut = !compressed && bytes.readUInt32LE(10) + rowBytes * height > bytes.length;
  return { format: 'bmp', width, height, ...(cut ? { truncated: 'shorter than its header says' } : {}) };
}
