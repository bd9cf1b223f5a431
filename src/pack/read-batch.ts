import type { Candidate } from './candidate.ts';
import { compareColumns } from './compare-columns.ts';
import type { ReadFiles } from './image-reader.ts';
import { inspectImage } from './inspect-image.ts';
import { findSkip, type Remark } from './reasons.ts';

/** A row with all that is known about it; `md5` is there when the file was read. */
export interface JudgedRow {
  readonly candidate: Candidate;
  readonly remarks: readonly Remark[];
  /** The judgement for which the row is left out. */
  readonly skip: Remark | undefined;
  readonly md5: Buffer | undefined;
  readonly width: number;
  readonly height: number;
}

/** Judged rows and the bytes of those that are kept, one behind the other without gaps. */
export interface Batch {
  readonly rows: readonly JudgedRow[];
  readonly images: Uint8Array;
}

/** Judges the rows of a batch by their files; the images are good as long as the files are. */
export function judgeBatch(candidates: readonly Candidate[], files: ReadFiles): Batch {
  const rows = candidates.map((candidate, index) => judgeRow(candidate, index, files));
  return { rows, images: closeGaps(rows, files) };
}

function judgeRow(candidate: Candidate, index: number, files: ReadFiles): JudgedRow {
  const unread = { candidate, md5: undefined, width: 0, height: 0 };
  if (candidate.skip) return { ...unread, remarks: candidate.remarks, skip: findSkip(candidate.remarks) };
  const trouble = files.troubles.get(index);
  if (trouble !== undefined) {
    const remark: Remark = { reason: 'unreadable-image', detail: trouble, field: 'image' };
    return { ...unread, remarks: [remark, ...candidate.remarks], skip: remark };
  }
  const bytes = files.space.subarray(files.starts[index], files.starts[index + 1]);
  const { width, height, remarks: found } = inspectImage(bytes, candidate.path);
  const md5 = files.md5.subarray(index * 16, index * 16 + 16);
  const skip = findSkip(found);
  const compared = skip === undefined ? compareColumns(candidate.row, { width, height, md5 }) : [];
  return { candidate, remarks: [...found, ...candidate.remarks, ...compared], skip, md5, width, height };
}

/** Rows that are left out leave gaps; an Arrow column cannot have any. */
function closeGaps(rows: readonly JudgedRow[], { space, starts }: ReadFiles): Uint8Array {
  let end = 0;
  for (const [index, { skip, candidate }] of rows.entries()) {
    if (skip !== undefined) continue;
    const start = starts[index] ?? 0;
    if (start !== end) space.copyWithin(end, start, start + candidate.size);
    end += candidate.size;
  }
  return new Uint8Array(space.buffer, space.byteOffset, end);
}
