import type { Finding } from './finding.ts';
import { type Cell, readCells } from './read-cells.ts';

/** The tags of a list, one a line, and what is wrong with it. Blank lines do not count; a tag may begin with any sign. */
export function readList(text: string): {
  readonly tags: readonly string[];
  readonly findings: readonly Finding[];
} {
  const lines = new Map<string, number>();
  const findings: Finding[] = [];
  for (const cells of readCells(text, '\t')) {
    const [cell, second] = cells.filter((each) => each.text !== '');
    if (cell === undefined) continue;
    if (second !== undefined) {
      findings.push(severalCells(cell, second));
      continue;
    }
    const before = lines.get(cell.text);
    if (before === undefined) lines.set(cell.text, cell.line);
    else findings.push(repeated(cell, before));
  }
  return { tags: [...lines.keys()], findings };
}

function severalCells({ line, column }: Cell, { end }: Cell): Finding {
  return {
    ...{ line, column, end, code: 'captions/unreadable-row', severity: 'error' },
    message: 'a line of a list is one tag, without a tab',
    help: 'A file of names with translations is named by `dictionary`, not by `list`.',
  };
}

function repeated({ text, line, column, end }: Cell, before: number): Finding {
  return {
    ...{ line, column, end, code: 'captions/duplicate-name', severity: 'info' },
    message: `\`${text}\` stands in line ${before} too`,
    help: 'It counts once. Leave one of the lines out.',
  };
}
