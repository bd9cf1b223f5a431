import { resolve } from 'node:path';
import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import { describeValue } from '../../schema/wording.ts';
import { findingAt, type Saying } from '../../source/finding.ts';
import type { Beside } from '../beside.ts';
import {
  type JsonArray,
  type JsonNode,
  type JsonNumber,
  type JsonText,
  type Member,
  memberOf,
  plain,
} from '../json/node.ts';
import { judgeArrowFiles } from './arrow-files.ts';
import { judgeBuckets } from './buckets.ts';
import { judgeFileOrder } from './file-order.ts';
import { type IndexParts, unequalLength } from './parts.ts';
import { judgeRows } from './rows.ts';

/** Whether a JSON is an index of IndexKits. */
export const isIndex = (text: string): boolean =>
  /"arrow_files"\s*:/.test(text) && /"(cum_length|group_length|indices)"\s*:/.test(text);

/** Findings about an index (IndexKits/index_kits/indexer.py `ArrowIndexV2`, bucket.py, commit 368280e). */
export function judgeIndex(file: SourceFile, root: JsonNode, beside: Beside): readonly Diagnostic[] {
  const missing = ['data_type', 'arrow_files', 'cum_length', 'group_length', 'indices'].filter(
    (key) => !memberOf(root, key),
  );
  if (missing.length > 0)
    return missing.map((key) => findingAt(file, root.start, root.start + 1, missingKey(key)));
  const findings: Diagnostic[] = [];
  const arrows = listOf<JsonText>(file, root, 'arrow_files', 'text', findings);
  const cumulative = listOf<JsonNumber>(file, root, 'cum_length', 'number', findings);
  if (!arrows || !cumulative) return findings;
  const path = resolve(beside.cwd ?? '.', file.path);
  const parts: IndexParts = { file, path, root, arrows, cumulative };
  findings.push(...judgeCumulative(parts));
  const groups = memberOf(root, 'group_length');
  if (groups) findings.push(...judgeKind(file, groups, beside));
  if (groups?.value.kind === 'object')
    return [
      ...findings,
      ...judgeBuckets(parts, groups, groups.value.members, beside),
      ...judgeArrowFiles(parts, rowsOf(groups.value, arrows.length)),
      ...judgeFileOrder(parts, undefined),
    ];
  const lengths = listOf<JsonNumber>(file, root, 'group_length', 'number', findings);
  if (!groups || !lengths) return findings;
  return [
    ...findings,
    ...judgeRows(parts, groups, lengths),
    ...judgeArrowFiles(
      parts,
      lengths.map(({ value }) => value),
    ),
    ...judgeFileOrder(
      parts,
      lengths.map(({ value }) => value),
    ),
  ];
}

/** The loader of buckets takes no other index, and the other one no buckets (bucket.py:219, indexer.py:105; trap T82). */
function judgeKind(file: SourceFile, { key, value }: Member, { multi }: Beside): readonly Diagnostic[] {
  const hasBuckets = value.kind === 'object';
  if (multi === undefined || multi === hasBuckets) return [];
  return [
    findingAt(file, key.start, key.end, {
      code: 'index/other-kind',
      message: hasBuckets
        ? 'this is an index of buckets, and the training takes one size'
        : 'this is an index of one size, and the training takes buckets',
      help: hasBuckets
        ? 'The loader stops. Train with `--multireso`, or on the index that it was made of.'
        : 'The loader stops. Make an index of it with `idk multireso`, or train without `--multireso`.',
    }),
  ];
}

const missingKey = (key: string): Saying => ({
  code: 'index/missing-key',
  message: `the index has no \`${key}\``,
  help: 'The loader stops without it. Make the index anew with `idk base` or `idk multireso`.',
});

/** The items of a list whose items are all of a kind; what is not is said. */
function listOf<Item extends JsonNode>(
  file: SourceFile,
  root: JsonNode,
  key: string,
  kind: Item['kind'],
  findings: Diagnostic[],
): readonly Item[] | undefined {
  const member = memberOf(root, key);
  if (!member) return undefined;
  const wrong =
    member.value.kind === 'array' ? member.value.items.find((item) => item.kind !== kind) : member.value;
  if (wrong) {
    findings.push(
      findingAt(file, wrong.start, wrong.end, {
        code: 'index/wrong-type',
        message: `\`${key}\` ${wrong === member.value ? 'is' : 'has'} ${describeValue(plain(wrong))}, where ${wrong === member.value ? 'a list' : kind === 'text' ? 'text' : 'a number'} is expected`,
        help: 'The loader stops at it, or reads other rows. Make the index anew.',
      }),
    );
    return undefined;
  }
  return (member.value as JsonArray).items as readonly Item[]; // each was looked at
}

function judgeCumulative({ file, root, arrows, cumulative }: IndexParts): readonly Diagnostic[] {
  const member = memberOf(root, 'cum_length');
  const falls = cumulative.find(
    ({ value }, each) => value < (cumulative[each - 1]?.value ?? 0) || !Number.isInteger(value),
  );
  return [
    ...(member && cumulative.length !== arrows.length
      ? [
          findingAt(
            file,
            member.key.start,
            member.key.end,
            unequalLength('cum_length', cumulative.length, arrows.length),
          ),
        ]
      : []),
    ...(falls
      ? [
          findingAt(file, falls.start, falls.end, {
            code: 'index/falling',
            message: `\`cum_length\` falls to \`${falls.value}\``,
            help: 'It is the running total of the rows of the files. Make the index anew.',
          }),
        ]
      : []),
  ];
}

/** Rows of each file over all buckets. */
function rowsOf(groups: { readonly members: readonly Member[] }, files: number): readonly number[] {
  const lists = groups.members.map(({ value }) => (value.kind === 'array' ? value.items : []));
  return Array.from({ length: files }, (_, each) =>
    lists.reduce((sum, items) => sum + (items[each]?.kind === 'number' ? items[each].value : 0), 0),
  );
}
