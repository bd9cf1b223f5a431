import type { Path } from '../diagnostics/diagnostic.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { defineRule } from './rule.ts';

export const columnTwice = defineRule({
  id: 'column-twice',
  severity: 'error',
  summary:
    'Each name under `data.columns` and each variant means one column of a CSV, and each column one thing.',
  source: 'RFC 4180 leaves equal names open; pandas renames the second to `text.1` without a word',
  traps: [],
  messages: {
    shared: (p: { column: string; key: string; other: string }) => ({
      message: `column \`${p.column}\` is both \`${p.other}\` and \`${p.key}\``,
      help: 'A column holds one thing. Give one of the two its own column.',
    }),
    alike: (p: { column: string; name: string; other: string }) => ({
      message: `the variants \`${p.other}\` and \`${p.name}\` are both the column \`${p.column}\`, and no edit tells them apart`,
      help: `Name the column that \`${p.name}\` is meant to be, or give \`${p.other}\` the weight of both and delete \`${p.name}\`.`,
    }),
    repeated: (p: { column: string; csv: string; count: number }) => ({
      message: `\`${p.csv}\` has ${p.count} columns named \`${p.column}\``,
      help: 'Rename all but the one that is meant in the first line of the file.',
    }),
  },
  check({ experiment, facts, report }) {
    const { data, captions } = experiment;
    const owners = new Map<string, Use>();
    for (const use of usesOf(experiment)) {
      const { at, column, key, variant } = use;
      const other = owners.get(column);
      if (other === undefined) owners.set(column, use);
      else if (variant === undefined || other.variant === undefined)
        report('shared', { at, with: { column, key, other: other.key } });
      else if (areAlike(captions, variant, other.variant))
        report('alike', { at, with: { column, name: variant, other: other.variant } });
      for (const [name, { csv = '' }] of Object.entries(data.sources)) {
        const count = facts.sources[name]?.columns?.filter((found) => found === column).length ?? 0;
        if (count > 1) report('repeated', { at, with: { column, csv, count } });
      }
    }
  },
});

/** One thing that a column is read for. */
interface Use {
  readonly at: Path;
  readonly column: string;
  /** As a message names it. */
  readonly key: string;
  readonly variant?: string;
}

/** All that columns are read for; with variants nobody reads `data.columns.text`. */
function usesOf({ data, captions }: Experiment): readonly Use[] {
  const variants = Object.entries(captions.variants).map(([variant, { column }]) => {
    const at = ['captions', 'variants', variant, 'column'];
    return { at, column, key: at.slice(0, -1).join('.'), variant };
  });
  const text = variants.length === 0 ? (['text'] as const) : [];
  const keys = ['image', ...text, 'md5', 'width', 'height'] as const;
  return [
    ...keys.map((key) => ({ at: ['data', 'columns', key], column: data.columns[key], key })),
    ...variants,
  ];
}

/** Whether nothing makes two variants of one column differ: what they are made of, or an edit of one of them. */
function areAlike({ variants, edits }: Experiment['captions'], one: string, other: string): boolean {
  const [left, right] = [variants[one], variants[other]];
  if (left?.kind !== right?.kind || left?.separator !== right?.separator) return false;
  const changes = edits.flatMap((edit) => Object.values(edit)).filter((value) => typeof value === 'object');
  return changes.every(({ variants: names }) => names?.includes(one) === names?.includes(other));
}
