import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { code } from '../../schema/wording.ts';
import { findingAt } from '../../source/finding.ts';
import type { IndexParts } from './parts.ts';

/**
 * The first file that is missing stands for all. The loader gives white pictures with a default caption for rows that it cannot read
 * (hydit/data_loader/arrow_load_stream.py, commit 368280e), so training would run.
 */
export function judgeArrowFiles(
  { file, path, arrows: files }: IndexParts,
  rows: readonly number[],
): readonly Diagnostic[] {
  const missing = files.flatMap((node, each) =>
    isThere(path, node.value) ? [] : [{ node, rows: rows[each] ?? 0 }],
  );
  const [first] = missing;
  if (!first) return [];
  const { node } = first;
  const absolute = missing.find((each) => isForeign(each.node.value))?.node;
  const lost = missing.reduce((sum, each) => sum + each.rows, 0);
  const all = rows.reduce((sum, count) => sum + count, 0);
  const shown = absolute ?? node;
  return [
    findingAt(file, shown.start, shown.end, {
      code: 'index/arrow-missing',
      severity: absolute ? 'error' : 'warning',
      message: `${code(shown.value)} does not exist here${missing.length > 1 ? `, nor do ${missing.length - 1} more of ${files.length} files` : ''}`,
      help: `${lost} of ${all} rows lie in what is missing; training would run on white pictures with a default caption. ${
        absolute
          ? 'Make the index on the machine that trains, or correct the paths.'
          : 'Relative paths start at the folder in which the trainer is started.'
      }`,
    }),
  ];
}

const isForeign = (path: string): boolean => isAbsolute(path) || /^[A-Za-z]:[\\/]/.test(path);

/** Whether a path leads to a file from here, from the folder of the index, or from one above it. */
function isThere(index: string, path: string): boolean {
  if (isForeign(path)) return existsSync(path);
  const above = [dirname(index)];
  for (let folder = dirname(index); dirname(folder) !== folder && above.length < 8; folder = dirname(folder))
    above.push(dirname(folder));
  return ['.', ...above].some((folder) => existsSync(join(folder, path)));
}
