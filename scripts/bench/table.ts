import { passes, type Bound, type Row } from './row.ts';

/** The rows as a Markdown table. */
export function renderTable(rows: readonly Row[]): string {
  const lines = rows.map((row) =>
    row.kind === 'skipped'
      ? `| ${row.figure} | | | skipped (${row.missing}) | | |`
      : `| ${row.figure} | ${formatValue(row.value)} ${row.unit} | ${formatBound(row.target)} | ${passes(row) ? 'pass' : 'FAIL'} | ${row.ours} | ${row.peer.replaceAll('|', String.raw`\|`)} |`,
  );
  return [
    '| figure | value | target | result | ditc | compared with |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function formatBound(bound: Bound): string {
  return 'atMost' in bound ? `≤ ${bound.atMost}` : `≥ ${bound.atLeast}`;
}

function formatValue(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}
