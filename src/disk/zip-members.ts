import type { FileHandle } from 'node:fs/promises';

/** A member of a zip archive, as the directory at its end tells it. */
export interface ZipMember {
  readonly name: string;
  /** Where its own header starts. */
  readonly offset: number;
  /** Bytes in the archive. */
  readonly size: number;
  /** Bytes of the content. */
  readonly contentSize: number;
  /** Whether these bytes are the content as it is. */
  readonly stored: boolean;
}

// Signatures and fields: PKWARE, APPNOTE.TXT 6.3.10, 4.3 and 4.5.3.
const END = Buffer.from('PK\x05\x06', 'latin1');
const END_64_LOCATOR = Buffer.from('PK\x06\x07', 'latin1');
const ENTRY = Buffer.from('PK\x01\x02', 'latin1');
const END_SIZE = 22;
const LOCATOR_SIZE = 20;
const LONGEST_COMMENT = 65_535;
const LOCAL_HEADER_SIZE = 30;
/** What stands for a number that needs 64 bits, which then follows in an extra field with this id. */
const IN_EXTRA = 0xffff_ffff;
const EXTRA_64 = 1;

/** Bytes of a directory or a member that are read at most: a header is far smaller, whatever the file claims. */
const LARGEST_READ = 2 ** 26;

/** A part of a file that is asked for. */
export interface Extent {
  readonly position: number;
  readonly length: number;
}

/** The members of an archive of any size; undefined when the file does not end as an archive does, as one that was cut off. */
export async function zipMembers(file: FileHandle): Promise<readonly ZipMember[] | undefined> {
  const { size } = await file.stat();
  const reading = readZip(size);
  let step = reading.next();
  while (!step.done) step = reading.next(await readBytes(file, step.value.position, step.value.length));
  return step.value;
}

/** Reads the members of an archive of `size` bytes for whoever has the file: yields what it asks for, and is given the bytes that are there. */
export function* readZip(size: number): Generator<Extent, readonly ZipMember[] | undefined, Buffer> {
  const tailSize = Math.min(size, END_SIZE + LOCATOR_SIZE + LONGEST_COMMENT);
  const tail = yield { position: size - tailSize, length: tailSize };
  const end = tail.lastIndexOf(END);
  if (end < 0 || end + END_SIZE > tail.length) return undefined;
  const place = yield* directoryPlace(tail, end);
  return place && readDirectory(yield place);
}

/** The content of a member that is stored; undefined when it is not where the directory says. */
export async function readMember(file: FileHandle, member: ZipMember): Promise<Buffer | undefined> {
  const header = await readBytes(file, member.offset, LOCAL_HEADER_SIZE);
  if (!member.stored || header.length < LOCAL_HEADER_SIZE) return undefined;
  const start = member.offset + LOCAL_HEADER_SIZE + header.readUInt16LE(26) + header.readUInt16LE(28);
  const content = await readBytes(file, start, member.size);
  return content.length === member.size ? content : undefined;
}

/** Bytes of a file from a place on; fewer where it ends before, none where no file has a place. */
export async function readBytes(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const isPlace = Number.isSafeInteger(position) && position >= 0;
  const buffer = Buffer.alloc(isPlace ? Math.min(length, LARGEST_READ) : 0);
  if (buffer.length === 0) return buffer;
  const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
  return buffer.subarray(0, bytesRead);
}

function* directoryPlace(tail: Buffer, end: number): Generator<Extent, Extent | undefined, Buffer> {
  const locator = end - LOCATOR_SIZE;
  if (locator < 0 || !tail.subarray(locator, locator + 4).equals(END_64_LOCATOR))
    return { position: tail.readUInt32LE(end + 16), length: tail.readUInt32LE(end + 12) };
  const end64 = yield { position: Number(tail.readBigUInt64LE(locator + 8)), length: 56 };
  if (end64.length < 56) return undefined;
  return { position: Number(end64.readBigUInt64LE(48)), length: Number(end64.readBigUInt64LE(40)) };
}

function readDirectory(directory: Buffer): readonly ZipMember[] {
  const members: ZipMember[] = [];
  for (let at = 0; at + 46 <= directory.length && directory.subarray(at, at + 4).equals(ENTRY);) {
    const field = (offset: number): number => directory.readUInt16LE(at + offset);
    const [nameEnd, extraEnd] = [at + 46 + field(28), at + 46 + field(28) + field(30)];
    const sizes = [24, 20, 42].map((offset) => directory.readUInt32LE(at + offset));
    const [contentSize = 0, size = 0, offset = 0] = withExtra(sizes, directory.subarray(nameEnd, extraEnd));
    members.push({
      name: directory.toString('utf8', at + 46, nameEnd),
      offset,
      size,
      contentSize,
      stored: field(10) === 0,
    });
    at = extraEnd + field(32);
  }
  return members;
}

/** The numbers, in the order of the extra field, with those of 64 bits in place. */
function withExtra(numbers: readonly number[], extra: Buffer): readonly number[] {
  let at = 0;
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== EXTRA_64) at += 4 + extra.readUInt16LE(at + 2);
  let next = at + 4;
  return numbers.map((number) => {
    if (number !== IN_EXTRA || next + 8 > extra.length) return number;
    next += 8;
    return Number(extra.readBigUInt64LE(next - 8));
  });
}
