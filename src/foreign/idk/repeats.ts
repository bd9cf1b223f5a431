import { posix } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { code } from '../../schema/wording.ts';
import { type Block, isBlock, sayAt } from './recipe.ts';

/** A source with its place in the list. */
interface Source {
  readonly each: number;
  readonly pattern: string;
  readonly repeat: unknown;
}

/** Copies of rows that are not made, are taken back, or that nobody asked for (IndexKits/index_kits/dataset, commit 368280e; T119-T121). */
export function judgeRepeats(block: Block): readonly Diagnostic[] {
  const sources = sourcesOf(block.value['source']);
  return [
    ...sources.filter(({ repeat }) => repeat === 0).map((source) => nothing(block, source)),
    ...sources.flatMap((source) => judgeOverlap(block, source, sources)),
    ...judgeDedupe(block, sources),
  ];
}

function sourcesOf(value: unknown): readonly Source[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((source: unknown, each): readonly Source[] => {
    if (typeof source === 'string') return [{ each, pattern: source, repeat: undefined }];
    const [pattern, options] = isBlock(source) ? (Object.entries(source)[0] ?? []) : [];
    if (pattern === undefined) return [];
    return [{ each, pattern, repeat: isBlock(options) ? options['repeat'] : undefined }];
  });
}

const nothing = (block: Block, { each, pattern }: Source): Diagnostic =>
  sayAt(block, ['source', each, pattern, 'repeat'], 'value', {
    code: 'idk/repeat-of-zero',
    severity: 'warning',
    message: '`repeat: 0` leaves nothing out',
    help: 'IndexKits passes over it unless another source is repeated. Delete the source, or write 1.',
  });

/** IndexKits keeps what two patterns find twice. */
function judgeOverlap(
  block: Block,
  { each, pattern }: Source,
  sources: readonly Source[],
): readonly Diagnostic[] {
  const earlier = sources.find(
    (other) => other.each < each && (covers(other.pattern, pattern) || covers(pattern, other.pattern)),
  );
  if (earlier === undefined) return [];
  return [
    sayAt(block, ['source', each], 'value', {
      code: 'idk/source-twice',
      severity: 'warning',
      message: `${code(pattern)} finds files that ${code(earlier.pattern)} finds, too`,
      help: 'Their rows are in the index twice. Delete one of the two, or write `repeat: 2` if that is meant.',
    }),
  ];
}

/** Whether a pattern finds all that another one, or a path, stands for. */
const covers = (pattern: string, path: string): boolean =>
  posix.normalize(pattern) === posix.normalize(path) ||
  (!/[*?[]/.test(path) && globOf(posix.normalize(pattern)).test(posix.normalize(path)));

/** A pattern of Python's glob with `*` and `?`; brackets are taken as they are written. */
function globOf(pattern: string): RegExp {
  const text = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '[^/]*')
    .replaceAll('?', '[^/]');
  return new RegExp(`^${text}$`);
}

function judgeDedupe(block: Block, sources: readonly Source[]): readonly Diagnostic[] {
  const removes = block.value['remove_md5_dup'];
  if (removes !== true && !/^(yes|on)$/i.test(String(removes))) return [];
  const isRepeated = sources.some(({ repeat }) => typeof repeat === 'number' && repeat > 1);
  const repeater = block.value['repeater'];
  if (!isRepeated && !(isBlock(repeater) && Object.keys(repeater).length > 0)) return [];
  return [
    sayAt(block, ['remove_md5_dup'], 'key', {
      code: 'idk/copies-removed',
      severity: 'warning',
      message: '`remove_md5_dup` takes the copies of `repeat` back',
      help: 'IndexKits repeats first and removes duplicates then: each row is left once. Delete one of the two.',
    }),
  ];
}
