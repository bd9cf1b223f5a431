import { resolve } from 'node:path';
import { DitcError } from '../errors.ts';
import { readRows } from '../indexing/read-rows.ts';
import { readStamps } from '../pack/known-shards.ts';
import { reasons } from '../pack/reasons.ts';
import type { IndexStep } from '../plan/plan.ts';

/** The id in the index of a row that is named as `row` of the only source, or as `source:row`, counted from 1. */
export async function findRow(name: string, index: IndexStep, root: string): Promise<number> {
  const [, source = index.sources[0]?.source ?? '', digits = ''] = /^(?:([^:]+):)?(\d+)$/.exec(name) ?? [];
  const position = index.sources.findIndex((each) => each.source === source);
  const wanted = Number(digits) - 1;
  if (position < 0 || digits === '' || wanted < 0)
    throw refuse(name, 'Write `--row 12`, or the source as well: `--row porcelain:12`.');
  const { table } = await readRows(index, root);
  const stamps = await readStamps(resolve(root, index.sources[position]?.shards ?? ''));
  let [before, kept] = [0, 0];
  for (const record of stamps?.shards ?? []) {
    const left = record.remarks
      .filter(({ reason }) => reasons[reason].effect === 'skip')
      .map(({ index: at }) => at);
    if (wanted < before + record.rows) {
      const at = wanted - before;
      if (left.includes(at))
        throw refuse(name, 'The row was left out when the source was packed: see `skipped.csv` there.');
      return (table.sources[position]?.start ?? 0) + kept + at - left.filter((each) => each < at).length;
    }
    before += record.rows;
    kept += record.kept;
  }
  throw refuse(name, `The source \`${source}\` has ${before} rows.`);
}

const refuse = (name: string, help: string): DitcError =>
  new DitcError('usage/row', `there is no packed row \`${name}\``, { help });
