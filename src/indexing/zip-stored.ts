import { crc32 } from 'node:zlib';

import { DitcError } from '../errors.ts';

export interface ZipMember {
  /** ASCII, with `/` between folders. */
  readonly name: string;
  readonly content: Uint8Array;
}

/** 1980-01-01, the first day that a zip can name: the same date every time. */
const fixedDate = 0x21;
const version = 20;
const largestOffset = 0xffff_ffff;

/** A zip archive without compression and with fixed dates: the same members always give the same bytes. */
export function zipStored(members: readonly ZipMember[]): Buffer {
  const parts: Uint8Array[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of members) {
    const fields = memberFields(name, content);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name)]);
    directory.push(directoryEntry(name, fields, offset));
    parts.push(local, content);
    offset += local.length + content.length;
    if (offset > largestOffset)
      throw new DitcError('env/index-too-large', 'An index file would pass 4 GiB', tooLarge);
  }
  const entries = Buffer.concat(directory);
  return Buffer.concat([...parts, entries, directoryEnd(members.length, entries.length, offset)]);
}

const tooLarge = { help: 'Split the sources over several stages, or lower `times`.' };

/** The 26 bytes that a local header and a directory entry have in common. */
function memberFields(name: string, content: Uint8Array): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(version, 0);
  fields.writeUInt16LE(fixedDate, 8);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(content.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

function directoryEntry(name: string, fields: Buffer, offset: number): Buffer {
  const entry = Buffer.alloc(46);
  entry.write('PK\x01\x02', 'latin1');
  entry.writeUInt16LE(version, 4);
  fields.copy(entry, 6);
  entry.writeUInt32LE(offset, 42);
  return Buffer.concat([entry, Buffer.from(name)]);
}

function directoryEnd(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
