import { stat, type Stats } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { judgeCaption } from './judge-caption.ts';
import { findSkip, type Remark } from './reasons.ts';
import type { SourceRow } from './source-row.ts';
import { codeOf } from '../disk/system-error.ts';

/** A row after a look at its caption and at the file's entry on disk; the file itself is not read yet. */
export interface Candidate {
  readonly row: SourceRow;
  /** Absolute. */
  readonly path: string;
  /** Bytes; 0 when the row is already known to be left out. */
  readonly size: number;
  /** Milliseconds with a fraction; 0 when there is no file. */
  readonly mtimeMs: number;
  readonly remarks: readonly Remark[];
  /** True when the file must not be read: the row is left out already. */
  readonly skip: boolean;
}

/** Arrow's `binary` counts with 32 bits (Arrow columnar format 1.0). */
const mostImageBytes = 2 ** 31 - 2 ** 20;

/** Looks at one row; never rejects for what is wrong with the file. */
export async function lookAt(row: SourceRow, dataRoot: string): Promise<Candidate> {
  const path = isAbsolute(row.image) ? row.image : join(dataRoot, row.image);
  const entry = await judgeEntry(row, path);
  const remarks = [...entry.remarks, ...judgeCaption(row)];
  const skip = findSkip(remarks) !== undefined;
  return { row, path, size: skip ? 0 : entry.size, mtimeMs: entry.mtimeMs, remarks, skip };
}

async function judgeEntry(row: SourceRow, path: string) {
  const bad = (reason: Remark['reason'], detail: string, mtimeMs = 0) => ({
    size: 0,
    mtimeMs,
    remarks: [{ reason, detail, field: 'image' as const }],
  });
  if (/^[a-z][a-z0-9+.-]+:\/\//iu.test(row.image)) return bad('image-url', `\`${row.image}\``);
  if (row.image.trim() === '') return bad('missing-image', 'empty path');
  const stats = await statFile(path);
  if (stats instanceof Error) return judgeError(stats, row.image, bad);
  if (!stats.isFile()) return bad('not-a-file', `\`${row.image}\``);
  if (stats.size === 0) return bad('empty-image', '0 bytes', stats.mtimeMs);
  if (stats.size > mostImageBytes) return bad('image-too-large', `${stats.size} bytes`, stats.mtimeMs);
  return { size: stats.size, mtimeMs: stats.mtimeMs, remarks: [] };
}

function judgeError<T>(error: Error, image: string, bad: (reason: Remark['reason'], detail: string) => T): T {
  const code = codeOf(error) ?? error.message;
  if (code === 'ELOOP') return bad('link-loop', 'link loop (ELOOP)');
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return bad('unreadable-image', code);
  const hint = image.includes('\\') ? '; write `/` instead of `\\`' : '';
  return bad('missing-image', `no file \`${image}\`${hint}`);
}

/** The callback form costs a third of the promise form, which counts with a million rows. */
function statFile(path: string): Promise<Stats | Error> {
  return new Promise((resolve) => {
    stat(path, (error, stats) => {
      resolve(error ?? stats);
    });
  });
}
