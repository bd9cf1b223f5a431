import { hash } from 'node:crypto';
import { close, open, read } from 'node:fs';
import pMap from 'p-map';
import type { Candidate } from './candidate.ts';
import { compareColumns } from './compare-columns.ts';
import { inspectImage } from './inspect-image.ts';
import { findSkip, type Remark } from './reasons.ts';
import { codeOf } from './system-error.ts';

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

/** Reads at the same time; more than the four threads of the pool, so that none ever waits for JavaScript. */
const readsAtOnce = 8;

/** Reads the files of a batch into `space` (at least the sum of their sizes) and judges each as soon as it is there. */
export async function readBatch(candidates: readonly Candidate[], space: Buffer): Promise<Batch> {
  const starts = startsOf(candidates);
  const rows = await pMap(
    candidates,
    (candidate, index) => readRow(candidate, space.subarray(starts[index] ?? 0, starts[index + 1])),
    { concurrency: readsAtOnce },
  );
  return { rows, images: closeGaps(rows, starts, space) };
}

function startsOf(candidates: readonly Candidate[]): number[] {
  const starts = [0];
  let end = 0;
  for (const { size } of candidates) starts.push((end += size));
  return starts;
}

/** Rows that are left out leave gaps; an Arrow column cannot have any. */
function closeGaps(rows: readonly JudgedRow[], starts: readonly number[], space: Buffer): Uint8Array {
  let end = 0;
  for (const [index, { skip, candidate }] of rows.entries()) {
    if (skip !== undefined) continue;
    const start = starts[index] ?? 0;
    if (start !== end) space.copyWithin(end, start, start + candidate.size);
    end += candidate.size;
  }
  return space.subarray(0, end);
}

async function readRow(candidate: Candidate, space: Buffer): Promise<JudgedRow> {
  const unread = { candidate, md5: undefined, width: 0, height: 0 };
  if (candidate.skip) return { ...unread, remarks: candidate.remarks, skip: findSkip(candidate.remarks) };
  const trouble = await readWhole(candidate.path, space);
  if (trouble !== undefined) {
    const remark: Remark = { reason: 'unreadable-image', detail: trouble, field: 'image' };
    return { ...unread, remarks: [remark, ...candidate.remarks], skip: remark };
  }
  const { width, height, remarks: found } = inspectImage(space, candidate.path);
  const md5 = hash('md5', space, 'buffer');
  const skip = findSkip(found);
  const compared = skip === undefined ? compareColumns(candidate.row, { width, height, md5 }) : [];
  return { candidate, remarks: [...found, ...candidate.remarks, ...compared], skip, md5, width, height };
}

/** Fills `space` with exactly the whole file; says in a few words why that was not possible. */
function readWhole(path: string, space: Buffer): Promise<string | undefined> {
  return new Promise((resolve) => {
    open(path, 'r', (openError, descriptor) => {
      if (openError !== null) {
        resolve(codeOf(openError) ?? openError.message);
        return;
      }
      const finish = (trouble: string | undefined) => {
        close(descriptor, () => {
          resolve(trouble);
        });
      };
      const readOn = (filled: number) => {
        read(descriptor, space, filled, space.length - filled, null, (error, count) => {
          if (error !== null) finish(codeOf(error) ?? error.message);
          else if (count === 0) finish('the file became shorter while it was read');
          else if (filled + count < space.length) readOn(filled + count);
          else finish(undefined);
        });
      };
      readOn(0);
    });
  });
}
