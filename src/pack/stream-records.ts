import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { Parser } from 'csv-parse';
import { checkEncoding } from './check-encoding.ts';

/** A record of a CSV with what the parser had counted when it ended. */
export interface CsvRecord {
  readonly fields: string[];
  /** Bytes from the start of the file. */
  readonly end: number;
  readonly emptyLines: number;
}

/** Longest record that is still taken for one and not for a quote that was never closed. */
const longestRecordBytes = 64 * 2 ** 20;

/** Streams the records of a CSV, the header as the first; CsvError where it cannot go on. `name` is what messages call it. */
export function streamRecords({ path, name }: { path: string; name: string }): AsyncIterable<CsvRecord> {
  const parser = new PlacingParser({
    bom: true,
    max_record_size: longestRecordBytes,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
  });
  // The callback has nothing to do: an error destroys the parser with it, and the iteration below throws it.
  pipeline(
    createReadStream(path, { highWaterMark: 2 ** 18 }),
    (chunks) => checkEncoding(chunks, name),
    parser,
    () => {},
  );
  return parser;
}

/** Gives each record its place. The parser's own option `info` copies all it knows for each, which takes longer than parsing. */
class PlacingParser extends Parser {
  override push(fields: string[] | null): boolean {
    if (fields === null) return super.push(null);
    return super.push({
      fields,
      end: this.info.bytes,
      emptyLines: this.info.empty_lines,
    } satisfies CsvRecord);
  }
}
