import { dirname, join } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { listOf } from '../../schema/wording.ts';
import { findingAt, type Saying } from '../../source/finding.ts';
import type { Beside } from '../beside.ts';
import { type JsonNode, type Member, memberOf } from '../json/node.ts';
import { type IndexParts, unequalLength } from './parts.ts';
import { type NpzMember, npzMembers } from './npz-members.ts';

/** An index of buckets: its rows lie in an npz beside it, one list for each bucket. */
export function judgeBuckets(
  { file, path, root, arrows }: IndexParts,
  groups: Member,
  buckets: readonly Member[],
  beside: Beside,
): readonly Diagnostic[] {
  const say = (node: JsonNode, saying: Saying): Diagnostic => findingAt(file, node.start, node.end, saying);
  const side = memberOf(root, 'indices_file');
  return [
    ...buckets.flatMap(({ key, value }) => {
      if (!/^[1-9]\d*x[1-9]\d*$/.test(key.value)) return [say(key, badName(key.value))];
      const entries = value.kind === 'array' ? value.items.length : 0;
      return entries === arrows.length
        ? []
        : [say(key, unequalLength(`group_length.${key.value}`, entries, arrows.length))];
    }),
    ...(buckets.length === 0 ? [say(groups.key, NO_BUCKET)] : []),
    ...judgeShape(root, beside, say),
    ...buckets.flatMap((bucket) => judgeRepeats(bucket, beside, say)),
    ...(side?.value.kind === 'text' && side.value.value !== ''
      ? judgeNpz(side.value, npzMembers(join(dirname(path), side.value.value)), buckets, say)
      : [say(side?.key ?? groups.key, NO_SIDE)]),
  ];
}

type Say = (node: JsonNode, saying: Saying) => Diagnostic;

/** `base_size=512` among the texts of `data_type`, against the buckets that the trainer makes. */
function judgeShape(root: JsonNode, { base, step }: Beside, say: Say): readonly Diagnostic[] {
  const texts = memberOf(root, 'data_type')?.value;
  const wanted = { base_size: base, reso_step: step };
  return Object.entries(wanted).flatMap(([name, wants]) => {
    const node =
      texts?.kind === 'array'
        ? texts.items.find((item) => item.kind === 'text' && item.value.startsWith(`${name}=`))
        : undefined;
    if (wants === undefined || node?.kind !== 'text' || node.value === `${name}=${wants}`) return [];
    return [
      say(node, {
        code: 'index/other-buckets',
        message: `the index was made with \`${node.value}\`, and the trainer takes ${wants}`,
        help: 'The trainer looks each bucket up in a list of its own, and stops at one that is not there. Make the index anew with the same numbers.',
      }),
    ];
  });
}

/** Times that the images of a bucket may be repeated to fill it before it is told. */
const MOST_REPEATS = 2;

/** Each bucket is filled up to whole micro-steps by repeating its images (IndexKits indexer.py `align`, trap T92). */
function judgeRepeats(
  { key, value }: Member,
  { world, microBatch }: Beside,
  say: Say,
): readonly Diagnostic[] {
  const images = (world ?? 1) * (microBatch ?? 1);
  const rows = rowsIn(value);
  const padded = Math.ceil(rows / images) * images;
  if (rows === 0 || padded / rows <= MOST_REPEATS) return [];
  return [
    say(key, {
      code: 'index/repeated-images',
      severity: 'warning',
      message: `the ${rows} images of \`${key.value}\` are repeated to fill ${padded}, × ${(padded / rows).toFixed(1)}`,
      help: `A micro-step of all GPUs takes ${images} images of one bucket. Take a larger step of the sizes, a smaller micro-batch, or leave such images out.`,
    }),
  ];
}

/** Rows of a bucket over all arrow files. */
const rowsIn = (value: JsonNode): number =>
  value.kind === 'array'
    ? value.items.reduce((total, item) => total + (item.kind === 'number' ? item.value : 0), 0)
    : 0;

function judgeNpz(
  node: JsonNode & { readonly kind: 'text' },
  members: readonly NpzMember[] | undefined,
  buckets: readonly Member[],
  say: Say,
): readonly Diagnostic[] {
  if (!members)
    return [
      say(node, {
        code: 'index/npz-missing',
        message: `\`${node.value}\` is not beside the index, or is no npz`,
        help: 'The rows lie in it, and the loader stops without. Copy both files together.',
      }),
    ];
  const names = members.map(({ name }) => name);
  const keys = buckets.map(({ key }) => key.value);
  const without = keys.filter((key) => !names.includes(key));
  const beyond = names.filter((name) => !keys.includes(name));
  const counts = buckets.flatMap(({ key, value }) => {
    const rows = members.find(({ name }) => name === key.value)?.rows;
    const sum = rowsIn(value);
    if (rows === undefined || rows === sum) return [];
    return [
      say(key, {
        code: 'index/sum',
        message: `\`${key.value}\` sums to ${sum}, and the npz has ${rows} rows`,
        help: 'The two files are of different makes. Copy both together, or make the index anew.',
      }),
    ];
  });
  if (without.length + beyond.length === 0) return counts;
  return [
    say(node, {
      code: 'index/npz-buckets',
      message: `the npz ${without.length > 0 ? `lacks ${listOf(without, 'and')}` : `has ${listOf(beyond, 'and')} besides`}`,
      help: 'The two files are of different makes. Copy both together, or make the index anew.',
    }),
    ...counts,
  ];
}

const badName = (name: string): Saying => ({
  code: 'index/bucket-name',
  message: `\`${name}\` is no \`HEIGHTxWIDTH\``,
  help: 'Buckets are named by their size in pixels, such as `1024x768`. Make the index anew.',
});
const NO_BUCKET: Saying = {
  code: 'index/no-rows',
  message: 'the index has no buckets',
  help: 'No picture was large enough, or the base index was empty. Make it anew.',
};
const NO_SIDE: Saying = {
  code: 'index/missing-key',
  message: 'the index has no `indices_file`',
  help: 'The rows of buckets lie in an npz beside it, which the loader asks for. Make the index anew with `idk multireso`.',
};
