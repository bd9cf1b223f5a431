import type { Inspection } from './inspection.ts';

const extension = 0x21;
const picture = 0x2c;
const trailer = 0x3b;
const graphicControl = 0xf9;

/** Walks the blocks of a GIF and counts its pictures; undefined when the header is not complete. */
export function inspectGif(bytes: Buffer): Inspection | undefined {
  if (bytes.length < 13) return undefined;
  let at = 13 + colourTable(bytes[10] ?? 0);
  let frames = 0;
  let alpha = false;
  let whole = false;
  while (at < bytes.length) {
    const kind = bytes[at];
    if (kind === trailer) {
      whole = true;
      break;
    }
    if (kind === extension) {
      if (bytes[at + 1] === graphicControl && ((bytes[at + 3] ?? 0) & 1) === 1) alpha = true;
      at = skipBlocks(bytes, at + 2);
    } else if (kind === picture) {
      at = skipBlocks(bytes, at + 11 + colourTable(bytes[at + 9] ?? 0));
      if (at <= bytes.length) frames += 1;
    } else {
      // Garbage between blocks: Pillow skips it, so it is no end.
      at += 1;
    }
  }
  // A file that lacks only its trailer is still decoded in full.
  const truncated =
    frames === 0
      ? 'no complete picture'
      : whole || at === bytes.length
        ? undefined
        : 'the last picture is cut off';
  return {
    format: 'gif',
    width: bytes.readUInt16LE(6),
    height: bytes.readUInt16LE(8),
    ...(frames > 1 ? { animated: true } : {}),
    ...(alpha && frames === 1 ? { alpha } : {}),
    ...(truncated === undefined ? {} : { truncated }),
  };
}

function colourTable(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** Where the chain of sub-blocks that starts at `at` ends; past the end of the file when it is cut. */
function skipBlocks(bytes: Buffer, at: number): number {
  let next = at;
  while (next < bytes.length) {
    const length = bytes[next] ?? 0;
    next += 1 + length;
    if (length === 0) return next;
  }
  return bytes.length + 1;
}
