/** Members of an npz without compression, read by the local headers alone: a second view of what `renderNpz` writes. */
export function readStoredNpz(npz: Buffer): Record<string, number[]> {
  const members: Record<string, number[]> = {};
  let at = 0;
  while (npz.readUInt32LE(at) === 0x04034b50) {
    const size = npz.readUInt32LE(at + 18);
    const nameLength = npz.readUInt16LE(at + 26);
    const start = at + 30 + nameLength;
    const name = npz.toString('latin1', at + 30, start);
    members[name.replace(/\.npy$/, '')] = readNpy(npz.subarray(start, start + size));
    at = start + size;
  }
  return members;
}

function readNpy(npy: Buffer): number[] {
  const start = 10 + npy.readUInt16LE(8);
  const header = npy.toString('latin1', 10, start);
  if (!header.includes("'descr': '<i8', 'fortran_order': False")) throw new Error(header);
  return Array.from({ length: (npy.length - start) / 8 }, (_, at) =>
    Number(npy.readBigInt64LE(start + at * 8)),
  );
}
