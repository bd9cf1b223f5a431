import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { code, listOf, nearest } from '../../schema/wording.ts';
import { type Block, isBlock, judgeKind, judgeMissing, judgeUnknown, type Kind, sayAt } from './recipe.ts';

const NUMERIC = ['eq', 'ne', 'gt', 'lt', 'ge', 'le'];
const LENGTHS = ['len_eq', 'len_gt', 'len_lt', 'len_ge', 'len_le'];
const TEXT = ['eq', 'ne', ...LENGTHS, 'contains', 'not_contains', 'in', 'not_in', 'lower_last_in'];
const STOPS = 'IndexKits compares types strictly and stops at it. Correct the value.';

/** An entry of `filter.column`, or a group of them of which one has to hold (config_parse.py `get_column_filter`, `parse_filter`). */
export function judgeColumn(block: Block): readonly Diagnostic[] {
  return judgeAlternatives(block, judgeColumn) ?? judgeOneColumn(block);
}

function judgeOneColumn(block: Block): readonly Diagnostic[] {
  const { type, action } = block.value;
  const length = typeof action === 'string' && LENGTHS.includes(action);
  const kinds: Readonly<Record<string, Kind>> = { int: 'int', float: 'float', str: length ? 'int' : 'text' };
  const kind = typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  return [
    ...judgeUnknown(block, 'an entry of `filter.column`', [
      'name',
      'type',
      'action',
      'target',
      'default',
      'arrow_file',
      'arrow_file_keyword',
    ]),
    ...judgeMissing(block, ['name', 'type', 'action', 'target', 'default']),
    ...judgeWord(block, 'type', Object.keys(kinds)),
    ...judgeKind(block, 'name', 'text', STOPS),
    ...judgeAction(block, kind === undefined ? undefined : type === 'str' ? TEXT : NUMERIC),
    ...(kind ? ['target', 'default'].flatMap((key) => judgeKind(block, key, kind, STOPS)) : []),
    ...judgeKind(block, 'arrow_file_keyword', 'text or list', STOPS),
  ];
}

function judgeAction(block: Block, actions: readonly string[] | undefined): readonly Diagnostic[] {
  if (block.value['action'] === 'len_ne')
    return [
      sayAt(block, ['action'], 'value', {
        code: 'idk/action',
        message: '`len_ne` always stops IndexKits',
        help: 'It is listed there and has no name to be shown by. Take two entries with `len_lt` and `len_gt` under `logical_or`.',
      }),
    ];
  return actions ? judgeWord(block, 'action', actions) : [];
}

/** An entry of `filter.md5`. */
export function judgeMd5(block: Block): readonly Diagnostic[] {
  return judgeAlternatives(block, judgeMd5) ?? judgeOneMd5(block);
}

function judgeOneMd5(block: Block): readonly Diagnostic[] {
  const type = block.value['type'];
  return [
    ...judgeUnknown(block, 'an entry of `filter.md5`', [
      'name',
      'path',
      'type',
      'action',
      'target',
      'is_valid',
      'arrow_file_keyword',
    ]),
    ...judgeMissing(block, [
      'name',
      'path',
      'type',
      'action',
      ...(type === 'dict' ? ['target', 'is_valid'] : []),
    ]),
    ...judgeWord(block, 'type', ['list', 'dict']),
    ...(type === 'list'
      ? judgeWord(block, 'action', ['in', 'not_in'])
      : type === 'dict'
        ? judgeWord(block, 'action', NUMERIC)
        : []),
    ...judgeKind(block, 'name', 'text', STOPS),
    ...judgeKind(block, 'path', 'text or list', STOPS),
    ...(type === 'dict' || typeof block.value['is_valid'] === 'string'
      ? judgeKind(
          block,
          'is_valid',
          'boolean',
          'Any text counts as true with a list, and stops IndexKits with a dictionary.',
        )
      : []),
    ...judgeKind(block, 'arrow_file_keyword', 'text or list', STOPS),
  ];
}

/** The entries of a `logical_or`; whatever stands beside it is not read. */
function judgeAlternatives(
  block: Block,
  judge: (block: Block) => readonly Diagnostic[],
): readonly Diagnostic[] | undefined {
  const entries = block.value['logical_or'];
  if (entries === undefined || entries === null) return undefined;
  if (!Array.isArray(entries))
    return judgeKind(block, 'logical_or', 'list', 'IndexKits stops: it wants a list of entries.');
  const beside = Object.keys(block.value).filter((key) => key !== 'logical_or');
  return [
    ...beside.map((key) =>
      sayAt(block, [key], 'key', {
        code: 'idk/filter-ignored',
        message: `\`${key}\` beside \`logical_or\` is not read`,
        help: 'An entry is a filter or a group of alternatives. Make an entry of its own of it.',
      }),
    ),
    ...entries.flatMap((entry: unknown, each) =>
      isBlock(entry) ? judge({ ...block, path: [...block.path, 'logical_or', each], value: entry }) : [],
    ),
  ];
}

function judgeWord(block: Block, key: string, words: readonly string[]): readonly Diagnostic[] {
  const word = block.value[key];
  if (!Object.hasOwn(block.value, key) || (typeof word === 'string' && words.includes(word))) return [];
  const near = nearest(word, words);
  return [
    sayAt(block, [key], 'value', {
      code: 'idk/unknown-word',
      message: `\`${key}\` has no ${code(word)}${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
      help: `IndexKits stops at it. There are ${listOf(words, 'and')}.`,
    }),
  ];
}
