import { resolve } from 'node:path';
import { DitcError } from '../errors.ts';
import type { RowTable } from '../indexing/row-table.ts';
import { readStamps } from '../pack/known-shards.ts';
import type { IndexStep } from '../plan/plan.ts';
import { leftOut } from './rehearse-source.ts';

/** The id in the index of a row that is named as `row` of the only source, or as `source:row`, counted from 1. */
export async function findRow(
  name: string,
  { sources }: Pick<RowTable, 'sources'>,
  index: IndexStep,
  root: string,
): Promise<number> {
  const [, source = index.sources[0]?.source ?? '', digits = ''] = /^(?:([^:]+):)?(\d+)$/.exec(name) ?? [];
  const position = index.sources.findIndex((each) => each.source === source);
  const wanted = Number(digits) - 1;
  if (position < 0 || digits === '' || wanted < 0)
    throw refuse(name, 'Write `--row 12`, or the source as well: `--row porcelain:12`.');
  const stamps = await readStamps(resolve(root, index.sources[position]?.shards ?? ''));
  let [before, kept] = [0, 0];
  for (const record of stamps?.shards ?? []) {
    const left = leftOut(record);
    if (wanted < before + record.rows) {
      const at = wanted - before;
      if (left.includes(at))
        throw refuse(name, 'The row was left out when the source was packed: see `skipped.csv` there.');
      return (sources[position]?.start ?? 0) + kept + at - left.filter((each) => each < at).length;
    }
    before += record.rows;
    kept += record.kept;
  }
  throw refuse(name, `The source \`${source}\` has ${before} rows.`);
}

const refuse = (name: string, help: string): DitcError =>
  new DitcError('usage/row', `there is no packed row \`${name}\``, { help });
