import type { Path } from '../diagnostics/diagnostic.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { listOf, nearest } from '../schema/wording.ts';
import { defineRule } from './rule.ts';

type Columns = Experiment['data']['columns'];
type Variants = Experiment['captions']['variants'];

/** Columns that a CSV may leave out, and the names that the schema gives them. */
const OPTIONAL = { md5: 'md5', width: 'width', height: 'height' } as const;

export const columnMissing = defineRule({
  id: 'column-missing',
  severity: 'error',
  summary: 'Every CSV has the columns that `data.columns` and `captions.variants` name.',
  source: 'HunyuanDiT 368280e, hydit/data_loader/csv2arrow.py (fixed names), README.md (other names)',
  traps: ['T100', 'T105', 'T112'],
  messages: {
    missing: (p: { column: string; csv: string; columns: readonly string[]; meant: string | undefined }) => ({
      message: `\`${p.csv}\` has no column \`${p.column}\``,
      help: `${p.meant === undefined ? '' : `Perhaps \`${p.meant}\` is meant. `}Its columns are ${listOf(p.columns.slice(0, 12), 'and')}.`,
    }),
  },
  check({ experiment: { data, captions }, facts, report }) {
    const wanted = wantedColumns(data.columns, captions.variants);
    for (const [name, { csv }] of Object.entries(data.sources)) {
      const columns = facts.sources[name]?.columns;
      if (csv === undefined || columns === undefined) continue;
      for (const { at, column } of wanted) {
        if (columns.includes(column)) continue;
        const meant = nearest(column, columns);
        report('missing', {
          at,
          with: { column, csv, columns, meant },
          ...(meant !== undefined && { replacement: meant }),
        });
      }
    }
  },
});

/** Path and captions always; the others when the file gives them a name of its own. With variants nobody reads `text`. */
function wantedColumns(
  columns: Columns,
  variants: Variants,
): readonly { readonly at: Path; readonly column: string }[] {
  const named = (['md5', 'width', 'height'] as const).filter((key) => columns[key] !== OPTIONAL[key]);
  const captions = Object.entries(variants).map(([name, { column }]) => ({
    at: ['captions', 'variants', name, 'column'],
    column,
  }));
  const text = captions.length === 0 ? (['text'] as const) : [];
  const keys = ['image', ...text, ...named] as const;
  return [...keys.map((key) => ({ at: ['data', 'columns', key], column: columns[key] })), ...captions];
}
