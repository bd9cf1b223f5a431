import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type Extent, readZip } from '../../disk/zip-members.ts';

/** A list in an npz: one bucket and the count of its rows. */
export interface NpzMember {
  readonly name: string;
  readonly rows: number;
}

/** NumPy pads the header of a small array to 128 bytes (numpy/lib/format.py). */
const NPY_HEADER = 128;

/** Bytes of a directory that are read at most, whatever the file claims. */
const LARGEST_READ = 2 ** 26;

/** The members of an npz of int64 lists, from the directory at its end; nothing when it is no such archive or is missing. */
export function npzMembers(path: string): readonly NpzMember[] | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined; // the caller says that it cannot be read
  }
  try {
    const reading = readZip(fstatSync(file).size);
    let step = reading.next();
    while (!step.done) step = reading.next(readExtent(file, step.value));
    return step.value?.map(({ name, contentSize }) => ({
      name: name.replace(/\.npy$/, ''),
      rows: (contentSize - NPY_HEADER) / 8,
    }));
  } finally {
    closeSync(file);
  }
}

function readExtent(file: number, { position, length }: Extent): Buffer {
  const buffer = Buffer.alloc(Number.isSafeInteger(position) ? Math.min(length, LARGEST_READ) : 0);
  if (buffer.length === 0) return buffer;
  return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, position));
}
