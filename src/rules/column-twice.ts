import { defineRule } from './rule.ts';

const KEYS = ['image', 'text', 'md5', 'width', 'height'] as const;

export const columnTwice = defineRule({
  id: 'column-twice',
  severity: 'error',
  summary: 'Each name under `data.columns` means one column of a CSV, and each column one thing.',
  source: 'RFC 4180 leaves equal names open; pandas renames the second to `text.1` without a word',
  traps: [],
  messages: {
    shared: (p: { column: string; key: string; other: string }) => ({
      message: `column \`${p.column}\` is both \`${p.other}\` and \`${p.key}\``,
      help: 'A column holds one thing. Give one of the two its own column.',
    }),
    repeated: (p: { column: string; csv: string; count: number }) => ({
      message: `\`${p.csv}\` has ${p.count} columns named \`${p.column}\``,
      help: 'Rename all but the one that is meant in the first line of the file.',
    }),
  },
  check({ experiment: { data }, facts, report }) {
    const owners = new Map<string, string>();
    for (const key of KEYS) {
      const column = data.columns[key];
      const at = ['data', 'columns', key];
      const other = owners.get(column);
      if (other === undefined) owners.set(column, key);
      else report('shared', { at, with: { column, key, other } });
      for (const [name, { csv = '' }] of Object.entries(data.sources)) {
        const count = facts.sources[name]?.columns?.filter((found) => found === column).length ?? 0;
        if (count > 1) report('repeated', { at, with: { column, csv, count } });
      }
    }
  },
});
