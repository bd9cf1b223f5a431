import { posix } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { code } from '../../schema/wording.ts';
import { findingAt } from '../../source/finding.ts';
import type { IndexParts } from './parts.ts';

/** The first file that is listed again, as patterns that overlap leave it (T121), and the first that is out of the order of its folder (T160). `rows` are those of each file; sources of buckets may share files. */
export function judgeFileOrder(
  { file, arrows }: IndexParts,
  rows: readonly number[] | undefined,
): readonly Diagnostic[] {
  const paths = arrows.map(({ value }) => posix.normalize(value));
  const listed = new Set<string>();
  const isAgain = paths.map((path) => listed.size === listed.add(path).size);
  const again = arrows.find((_, each) => isAgain[each] && (rows?.[each] ?? 0) > 0);
  const late = arrows.find((_, each) => isOutOfOrder(paths, each) && !isAgain[each]);
  return [
    ...(again
      ? [
          findingAt(file, again.start, again.end, {
            code: 'index/file-twice',
            severity: 'warning',
            message: `${code(again.value)} is listed twice`,
            help: 'Its rows count twice, as where two patterns of `source` overlap. Repeats are written with `repeat`.',
          }),
        ]
      : []),
    ...(late
      ? [
          findingAt(file, late.start, late.end, {
            code: 'index/file-order',
            severity: 'warning',
            message: `${code(late.value)} is not in the order of the names`,
            help: 'A disk lists files in an order of its own: on another machine the same list gives rows other numbers. `idk` sorts them.',
          }),
        ]
      : []),
  ];
}

/** Whether a file of the same folder before it has a name behind it; names are compared by code points, as Python does. */
function isOutOfOrder(paths: readonly string[], each: number): boolean {
  const [before, path] = [paths[each - 1], paths[each]];
  if (before === undefined || path === undefined || posix.dirname(before) !== posix.dirname(path))
    return false;
  return Buffer.compare(Buffer.from(before), Buffer.from(path)) > 0;
}
