import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { code, describeValue } from '../../schema/wording.ts';
import { judgeColumn, judgeMd5 } from './filters.ts';
import { type Block, isBlock, judgeKind, judgeMissing, judgeUnknown, sayAt } from './recipe.ts';
import { judgeRepeats } from './repeats.ts';

export const BASE_KEYS = ['source', 'filter', 'repeater', 'remove_md5_dup'];
const MEANT = {
  src: 'source',
  sources: 'source',
  filters: 'filter',
  repeat: 'repeater',
  repeaters: 'repeater',
};

/** A recipe of `idk base` (IndexKits/index_kits/dataset/config_parse.py, commit 368280e). */
export function judgeBase(block: Block): readonly Diagnostic[] {
  return [
    ...judgeUnknown(block, 'a recipe of `idk base`', BASE_KEYS, MEANT),
    ...judgeMissing(block, ['source']),
    ...judgeKind(block, 'source', 'list', 'IndexKits stops: it wants a list of patterns, even of one.'),
    ...judgeSources(block),
    ...judgeRepeats(block),
    ...judgeKind(
      block,
      'remove_md5_dup',
      'boolean',
      'Any text counts as true, `"no"` too. Write it without quotes.',
    ),
    ...judgeGroup(block, 'filter', { column: judgeColumn, md5: judgeMd5 }),
    ...judgeGroup(block, 'repeater', { md5: judgeRepeater, arrow_file_keyword: judgeKeyword }),
  ];
}

function judgeSources(block: Block): readonly Diagnostic[] {
  const sources = block.value['source'];
  if (!Array.isArray(sources)) return [];
  return sources.flatMap((source: unknown, each) => {
    const say = (message: string, help: string): readonly Diagnostic[] => [
      sayAt(block, ['source', each], 'value', { code: 'idk/source', message, help }),
    ];
    if (typeof source === 'string')
      return source.includes('**')
        ? say(
            `\`**\` of ${code(source)} goes one level down only`,
            'IndexKits does not search recursively. Write a pattern for each level.',
          )
        : [];
    if (!isBlock(source) || Object.keys(source).length !== 1)
      return say(
        `a source is ${describeValue(source)}`,
        'It is a pattern, or one pattern with its options: `"data/*.arrow": {repeat: 2}`. Of several only the first would be read.',
      );
    const [[pattern, options]] = Object.entries(source) as [[string, unknown]]; // it has one
    if (!isBlock(options))
      return say(
        'the options of a source are no map',
        'Write `exclude`, `repeat` or both below the pattern.',
      );
    const inner: Block = { ...block, path: ['source', each, pattern], value: options };
    return [
      ...judgeUnknown(inner, 'a source', ['exclude', 'repeat']),
      ...judgeKind(
        inner,
        'exclude',
        'list',
        'A text is taken letter by letter, and files with any of them are left out. Write a list.',
      ),
      ...judgeKind(inner, 'repeat', 'int', 'IndexKits counts with it and stops.'),
    ];
  });
}

type Judge = (block: Block) => readonly Diagnostic[];

/** `filter` and `repeater`: maps of lists of entries. */
function judgeGroup(
  block: Block,
  name: string,
  kinds: Readonly<Record<string, Judge>>,
): readonly Diagnostic[] {
  const group = block.value[name];
  if (group === undefined) return [];
  if (!isBlock(group))
    return [
      sayAt(block, [name], 'value', {
        code: 'idk/wrong-type',
        message: `\`${name}\` is ${describeValue(group)}, where a map is expected`,
        help: `It has the lists ${Object.keys(kinds).map(code).join(' and ')}; anything else is not read.`,
      }),
    ];
  const inner: Block = { ...block, path: [...block.path, name], value: group };
  return [
    ...judgeUnknown(inner, `\`${name}\``, Object.keys(kinds), {
      columns: 'column',
      md5s: 'md5',
      keyword: 'arrow_file_keyword',
    }),
    ...Object.entries(kinds).flatMap(([key, judge]) => {
      const list = group[key];
      if (!Array.isArray(list))
        return judgeKind(inner, key, 'list', 'IndexKits stops: it wants a list of entries.');
      return list.flatMap((entry: unknown, each) =>
        isBlock(entry)
          ? judge({ ...inner, path: [...inner.path, key, each], value: entry })
          : [
              sayAt(inner, [key, each], 'value', {
                code: 'idk/wrong-type',
                message: `an entry of \`${name}.${key}\` is ${describeValue(entry)}`,
                help: 'IndexKits stops: an entry is a map.',
              }),
            ],
      );
    }),
  ];
}

const STOPS = 'IndexKits stops at it. Correct the value.';

function judgeRepeater(block: Block): readonly Diagnostic[] {
  const isList = block.value['type'] === 'list';
  return [
    ...judgeUnknown(block, 'an entry of `repeater.md5`', [
      'name',
      'path',
      'type',
      'repeat',
      'plus',
      'arrow_file_keyword',
    ]),
    ...judgeMissing(block, ['name', 'path', 'type', ...(isList ? ['repeat'] : [])]),
    ...['name', 'path', 'type'].flatMap((key) => judgeKind(block, key, 'text', STOPS)),
    ...['repeat', 'plus'].flatMap((key) => judgeKind(block, key, 'int', STOPS)),
  ];
}

function judgeKeyword(block: Block): readonly Diagnostic[] {
  return [
    ...judgeUnknown(block, 'an entry of `repeater.arrow_file_keyword`', ['repeat', 'keyword']),
    ...judgeMissing(block, ['repeat', 'keyword']),
    ...judgeKind(block, 'repeat', 'int', STOPS),
    ...judgeKind(block, 'keyword', 'list', STOPS),
  ];
}
