import { closeSync, openSync, readSync, fstatSync } from 'node:fs';

/** A list in an npz: one bucket and the count of its rows, where the archive says it. */
export interface NpzMember {
  readonly name: string;
  readonly rows: number | undefined;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
/** NumPy pads the header of a small array to 128 bytes (numpy/lib/format.py). */
const NPY_HEADER = 128;

/** The members of an npz of int64 lists, from the directory at its end; nothing when it is no such archive or is missing. */
export function npzMembers(path: string): readonly NpzMember[] | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined; // the caller says that it cannot be read
  }
  try {
    const { size } = fstatSync(file);
    const tail = readAt(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
    if (end < 0 || tail.readUInt32LE(end) !== END || end + 22 > tail.length) return undefined;
    return readDirectory(readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12)));
  } finally {
    closeSync(file);
  }
}

function readAt(file: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(Math.min(length, 2 ** 26));
  return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, position));
}

function readDirectory(directory: Buffer): readonly NpzMember[] {
  const members: NpzMember[] = [];
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === ENTRY;) {
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => directory.readUInt16LE(at + offset));
    const name = directory.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    const bytes = directory.readUInt32LE(at + 24);
    members.push({
      name: name.replace(/\.npy$/, ''),
      rows: bytes === 0xffffffff ? undefined : (bytes - NPY_HEADER) / 8,
    });
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return members;
}
