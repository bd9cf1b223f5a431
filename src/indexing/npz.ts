import { zipStored } from './zip-stored.ts';

/**
 * An npz archive of one-dimensional int64 arrays, member by member in the order given, as `numpy.load` reads it.
 * Members are stored, not deflated: the bytes are then the same under every zlib, and the file is small beside the images.
 */
export function renderNpz(arrays: readonly (readonly [name: string, values: Int32Array])[]): Buffer {
  return zipStored(arrays.map(([name, values]) => ({ name: `${name}.npy`, content: renderNpy(values) })));
}

/** Format 1.0 of a C-order `<i8` array (numpy, `numpy/lib/format.py`): the header ends on a multiple of 64 bytes. */
function renderNpy(values: Int32Array): Buffer {
  const fields = `{'descr': '<i8', 'fortran_order': False, 'shape': (${values.length},), }`;
  const preamble = 10;
  const total = Math.ceil((preamble + fields.length + 1) / 64) * 64;
  const header = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${fields}`.padEnd(total - 1) + '\n', 'latin1');
  header.writeUInt16LE(total - preamble, 8);
  return Buffer.concat([header, int64Bytes(values)]);
}

function int64Bytes(values: Int32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  // Int32 pairs are three times as quick as BigInt64; the order is spelled out so that every machine writes little-endian.
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    view.setInt32(i * 8, value, true);
    if (value < 0) view.setInt32(i * 8 + 4, -1, true);
  }
  return bytes;
}
