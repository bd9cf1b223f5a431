import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { findingAt, type Saying } from '../../source/finding.ts';
import { type JsonNode, type JsonNumber, type Member, memberOf } from '../json/node.ts';
import { type IndexParts, unequalLength } from './parts.ts';

/** The rows of an index without buckets: how many there are, of which files, and whether they exist. */
export function judgeRows(
  { file, path, root, arrows, cumulative }: IndexParts,
  groups: Member,
  lengths: readonly JsonNumber[],
): readonly Diagnostic[] {
  const indices = memberOf(root, 'indices');
  const side = memberOf(root, 'indices_file')?.value;
  const say = (node: JsonNode, saying: Saying): Diagnostic => findingAt(file, node.start, node.end, saying);
  const unequal =
    lengths.length === arrows.length
      ? []
      : [say(groups.key, unequalLength('group_length', lengths.length, arrows.length))];
  if (!indices) return unequal;
  if (side?.kind === 'text' && side.value !== '')
    return existsSync(join(dirname(path), side.value))
      ? unequal
      : [...unequal, say(side, missingSide(side.value))];
  if (indices.value.kind !== 'array') return [...unequal, say(indices.key, NO_LIST)];
  const rows = indices.value.items;
  if (rows.length === 0) return [...unequal, say(indices.key, NO_ROW)];
  const last = cumulative.at(-1)?.value ?? 0;
  const outside = rows.filter(
    (row) => row.kind !== 'number' || !Number.isInteger(row.value) || row.value < 0 || row.value >= last,
  );
  const sum = lengths.reduce((total, { value }) => total + value, 0);
  return [
    ...unequal,
    ...(outside[0]
      ? [say(outside[0], outsideRow(file.text.slice(outside[0].start, outside[0].end), last, outside.length))]
      : []),
    ...(sum === rows.length ? [] : [say(groups.key, wrongSum(sum, rows.length))]),
    ...(outside.length === 0 && sum === rows.length
      ? judgeOrder(say, rows as readonly JsonNumber[], cumulative, lengths)
      : []), // each is a number, or it is outside
  ];
}

/** Rows ascend, and of each file there are as many as `group_length` says. */
function judgeOrder(
  say: (node: JsonNode, saying: Saying) => Diagnostic,
  rows: readonly JsonNumber[],
  cumulative: readonly JsonNumber[],
  lengths: readonly JsonNumber[],
): readonly Diagnostic[] {
  const back = rows.find(({ value }, each) => value < (rows[each - 1]?.value ?? 0));
  if (back) return [say(back, NOT_ASCENDING)];
  const counts = cumulative.map(() => 0);
  let each = 0;
  for (const { value } of rows) {
    while (value >= (cumulative[each]?.value ?? Infinity)) each += 1;
    counts[each] = (counts[each] ?? 0) + 1;
  }
  const wrong = lengths.findIndex(({ value }, at) => value !== counts[at]);
  const node = lengths[wrong];
  return node ? [say(node, wrongGroup(node.value, counts[wrong] ?? 0, wrong))] : [];
}

const missingSide = (name: string): Saying => ({
  code: 'index/npz-missing',
  message: `\`${name}\` is not beside the index`,
  help: 'The rows lie in it, and the loader stops without. Copy both files together.',
});

const NO_LIST: Saying = {
  code: 'index/wrong-type',
  message: '`indices` is no list',
  help: 'The loader stops. Make the index anew with `idk base`.',
};

const NO_ROW: Saying = {
  code: 'index/no-rows',
  message: 'the index has no rows',
  help: 'The loader stops. Did the filters leave nothing? The file `_stats.txt` beside it counts what each took away.',
};

const outsideRow = (row: string, rows: number, count: number): Saying => ({
  code: 'index/row-outside',
  message: `row \`${row}\` is outside of the ${rows} rows${count > 1 ? `, and so are ${count - 1} more` : ''}`,
  help: 'The last number of `cum_length` is the count of all rows. The loader would stop in the middle of an epoch. Make the index anew.',
});

const wrongSum = (sum: number, rows: number): Saying => ({
  code: 'index/sum',
  message: `\`group_length\` sums to ${sum}, and there are ${rows} rows`,
  help: 'It counts the rows of each file. `idk multireso` stops at such an index. Make it anew.',
});

const NOT_ASCENDING: Saying = {
  code: 'index/order',
  severity: 'warning',
  message: 'the rows do not ascend',
  help: 'IndexKits takes it for granted and never looks; counts by file come out wrong. Make the index anew.',
};

const wrongGroup = (says: number, has: number, each: number): Saying => ({
  code: 'index/sum',
  message: `\`group_length\` says ${says} rows of file ${each + 1}, and there are ${has}`,
  help: 'Was the index put together by hand, or a file taken out? Make it anew.',
});
