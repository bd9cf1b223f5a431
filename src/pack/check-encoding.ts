import { isUtf8 } from 'node:buffer';
import { DataFileError, makeFinding, type DataPlace } from './data-finding.ts';
import { guessEncoding, guessUtf16 } from './guess-encoding.ts';

/** Passes the bytes of a CSV on unchanged; throws DataFileError at the first byte that is not UTF-8 or is NUL. */
export async function* checkEncoding(chunks: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  let tail: Buffer = Buffer.alloc(0);
  let first = true;
  const lineEnds = { count: 0 };
  let lineStart: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = tail.length > 0 ? Buffer.concat([tail, chunk]) : chunk;
    if (first) refuseUtf16(bytes, file);
    first = false;
    const whole = bytes.subarray(0, endOfWholeCharacters(bytes));
    if (whole.includes(0) || !isUtf8(whole))
      throw describe(Buffer.concat([lineStart, bytes]), lineEnds.count, file);
    tail = Buffer.from(bytes.subarray(whole.length));
    lineStart = rememberLine(lineStart, whole, lineEnds);
    yield whole;
  }
  if (tail.length > 0) throw describe(Buffer.concat([lineStart, tail]), lineEnds.count, file);
}

/** Keeps what the current line holds so far (at most 1 MiB of it), so that a column can be told later. */
function rememberLine(lineStart: Buffer, bytes: Buffer, lineEnds: { count: number }): Buffer {
  let at = bytes.indexOf(10);
  let lastEnd = -1;
  while (at >= 0) {
    lineEnds.count += 1;
    lastEnd = at;
    at = bytes.indexOf(10, at + 1);
  }
  const rest = lastEnd >= 0 ? Buffer.from(bytes.subarray(lastEnd + 1)) : Buffer.concat([lineStart, bytes]);
  return rest.subarray(0, 2 ** 20);
}

function describe(bytes: Buffer, linesBefore: number, file: string): DataFileError {
  const bad = firstInvalid(bytes);
  const nul = bytes.indexOf(0);
  if (nul >= 0 && nul < bad) {
    return new DataFileError(makeFinding('csv-nul', placeOf(bytes, nul, linesBefore, file), 'NUL byte'));
  }
  const guess = guessEncoding(bytes.subarray(bad, bad + 65536));
  const message = guess === undefined ? 'not valid UTF-8' : `not valid UTF-8; it looks like ${guess.name}`;
  const help = guess?.iconv === undefined ? undefined : convertHelp(guess.iconv, file);
  return new DataFileError(
    makeFinding('csv-encoding', placeOf(bytes, bad, linesBefore, file), message, help),
  );
}

function refuseUtf16(bytes: Buffer, file: string): void {
  const iconv = guessUtf16(bytes);
  if (iconv === undefined) return;
  const place = { file, line: 1, column: 1 };
  const message = `not valid UTF-8; it looks like ${iconv}`;
  throw new DataFileError(makeFinding('csv-encoding', place, message, convertHelp(iconv, file)));
}

function convertHelp(iconv: string, file: string): string {
  return `Save the file as UTF-8: in Excel choose “CSV UTF-8”, or run \`iconv -f ${iconv} -t UTF-8 ${file}\`.`;
}

function placeOf(bytes: Buffer, offset: number, linesBefore: number, file: string): DataPlace {
  const before = bytes
    .subarray(0, offset)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  const lines = before.split('\n');
  return { file, line: linesBefore + lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** Offset of the first byte that breaks UTF-8, by halving; the length when all is well. */
function firstInvalid(bytes: Buffer): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const end = endOfWholeCharacters(bytes.subarray(0, middle));
    if (isUtf8(bytes.subarray(0, end))) low = middle;
    else high = middle - 1;
  }
  return startOfCharacter(bytes, low);
}

function startOfCharacter(bytes: Buffer, offset: number): number {
  const end = endOfWholeCharacters(bytes.subarray(0, offset));
  return isUtf8(bytes.subarray(0, end)) ? end : offset;
}

/** Where the last character that is certainly complete ends, so that a chunk may end inside one. */
function endOfWholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}
