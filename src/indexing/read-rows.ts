import { dirname, posix, relative, resolve, sep } from 'node:path';

import type { IndexStep } from '../plan/plan.ts';
import { readPackedSource } from '../pack/read-packed-source.ts';
import { joinRows, type RowTable } from './row-table.ts';
import { sortShards } from './sort-shards.ts';

/** The rows of all sources of a step, and the shards that they lie in. */
export interface IndexInput {
  readonly table: RowTable;
  /** One a shard, relative to the folder of the index, with forward slashes. */
  readonly arrowFiles: readonly string[];
}

/** Reads every source of the step in turn; `onSource` hears of each when it is done. */
export async function readRows(
  step: IndexStep,
  root: string,
  onSource: (source: string, rows: number) => void = () => {},
): Promise<IndexInput> {
  const packed = [];
  for (const { source, shards } of step.sources) {
    const folder = resolve(root, shards);
    const rows = sortShards(await readPackedSource(folder));
    packed.push({ ...rows, source, folder });
    onSource(source, rows.widths.length);
  }
  const from = dirname(resolve(root, step.out));
  return {
    table: joinRows(packed),
    arrowFiles: packed.flatMap(({ folder, shards }) => {
      const path = relative(from, folder).split(sep).join('/');
      return shards.map(({ file }) => posix.join(path, file));
    }),
  };
}
