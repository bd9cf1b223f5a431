import { prefixesOf } from './edits/find-mentions.ts';
import type { Finding } from './finding.ts';
import { type Cell, cutCells, readCells } from './read-cells.ts';
import type { RecipeEntry } from './recipe.ts';

/** A row of a dictionary that can be used. */
interface Row {
  readonly name: Cell;
  readonly translation: Cell;
  readonly aliases: readonly Cell[];
}

/** The entries of a dictionary, `name<TAB>translation<TAB>alias|alias` a line, and what is wrong with it. */
export function readDictionary(text: string): {
  readonly entries: readonly RecipeEntry[];
  readonly findings: readonly Finding[];
} {
  const rows: Row[] = [];
  const findings: Finding[] = [];
  for (const cells of readCells(text, '\t')) {
    const row = readRow(cells);
    if ('code' in row) findings.push(row);
    else rows.push(row);
  }
  return {
    entries: rows.map(entryOf),
    findings: [...findings, ...sharedTranslations(rows), ...sharedNames(rows)].sort(
      (a, b) => a.line - b.line || a.column - b.column,
    ),
  };
}

function readRow(cells: readonly Cell[]): Row | Finding {
  const [name, translation, aliases, beyond] = cells;
  if (name === undefined || name.text === '' || translation === undefined || beyond !== undefined)
    return finding(spanOf(cells), 'unreadable-row', {
      message: 'a line of a dictionary is `name<TAB>translation`, or `name<TAB>translation<TAB>alias|alias`',
      help: 'Tabs stand between the parts, not blanks, and only there. The line is left out.',
    });
  if (translation.text === '')
    return finding(spanOf(cells), 'empty-translation', {
      message: `\`${name.text}\` has no translation`,
      help: 'The name would vanish from captions. Write the translation, or leave the line out.',
    });
  const written = aliases === undefined ? [] : cutCells(aliases.text, '|', aliases);
  return { name, translation, aliases: written.filter((alias) => alias.text !== '') };
}

function entryOf({ name, translation, aliases }: Row): RecipeEntry {
  const others = new Set(aliases.map((alias) => alias.text));
  others.delete(name.text);
  return [name.text, translation.text, ...others];
}

/** Names with one translation: after translation nobody could tell them apart. */
function sharedTranslations(rows: readonly Row[]): readonly Finding[] {
  const owners = new Map<string, Cell>();
  return rows.flatMap(({ name, translation }) => {
    const owner = owners.get(translation.text);
    if (owner === undefined) owners.set(translation.text, name);
    if (owner === undefined || owner.text === name.text) return [];
    return finding(translation, 'shared-translation', {
      message: `\`${translation.text}\` is the translation of \`${owner.text}\` in line ${owner.line} too`,
      help: `The model could not tell the two apart. If \`${name.text}\` is another name of \`${owner.text}\`, write it as an alias there.`,
    });
  });
}

/** Names and aliases that stand twice, and those that begin another. */
function sharedNames(rows: readonly Row[]): readonly Finding[] {
  const owners = new Map<string, { readonly row: Row; readonly cell: Cell }>();
  const findings: Finding[] = [];
  for (const row of rows) {
    for (const cell of [row.name, ...row.aliases]) {
      const owner = owners.get(cell.text);
      if (owner === undefined) owners.set(cell.text, { row, cell });
      else findings.push(repeated(cell, owner.cell, row === owner.row));
    }
  }
  for (const [text, { row, cell }] of owners) {
    for (const prefix of prefixesOf(text)) {
      const other = owners.get(prefix);
      if (other !== undefined && other.row !== row) findings.push(within(other.cell, cell));
    }
  }
  return findings;
}

function repeated(cell: Cell, owner: Cell, sameRow: boolean): Finding {
  return finding(
    cell,
    'duplicate-name',
    {
      message: `\`${cell.text}\` stands ${sameRow ? 'twice in this line' : `in line ${owner.line} too`}`,
      help: sameRow
        ? 'It counts once. Leave one out.'
        : 'The first line would always be taken. Leave one of the two out.',
    },
    sameRow ? 'info' : 'error',
  );
}

function within(cell: Cell, longer: Cell): Finding {
  return finding(
    cell,
    'name-within-name',
    {
      message: `\`${cell.text}\` begins \`${longer.text}\` in line ${longer.line}`,
      help: 'In prose the longest name is taken: where the longer one stands, this one is not translated by itself.',
    },
    'info',
  );
}

function spanOf(cells: readonly Cell[]): Pick<Finding, 'line' | 'column' | 'end'> {
  const [first, last] = [cells[0], cells.at(-1)];
  return { line: first?.line ?? 1, column: first?.column ?? 1, end: last?.end ?? 1 };
}

function finding(
  { line, column, end }: Pick<Finding, 'line' | 'column' | 'end'>,
  slug: Finding['code'] extends `captions/${infer Slug}` ? Slug : never,
  words: Pick<Finding, 'message' | 'help'>,
  severity: Finding['severity'] = 'error',
): Finding {
  return { line, column, end, code: `captions/${slug}`, severity, ...words };
}
