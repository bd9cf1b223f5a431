import { defineRule } from './rule.ts';

export const filterTwice = defineRule({
  id: 'filter-twice',
  severity: 'warning',
  summary: 'Every filter can remove something that those before it have left.',
  source: 'The language: filters run one after the other on the rows that are left',
  traps: [],
  messages: {
    covered: (p: { kind: string; value: number | string; before: number | string }) => ({
      message: `\`${p.kind}: ${p.value}\` removes nothing after \`${p.kind}: ${p.before}\``,
      help: 'The earlier filter is as strict or stricter. Delete this one, or correct its value.',
    }),
  },
  check({ experiment: { data }, report }) {
    const filters = data.filters.flatMap((filter, index) =>
      Object.entries(filter).map(([kind, value]) => ({ kind, value, index })),
    );
    for (const { kind, value, index } of filters) {
      const earlier = filters.find(
        (other) => other.index < index && other.kind === kind && covers(other, value),
      );
      if (earlier === undefined) continue;
      report('covered', {
        at: ['data', 'filters', index, kind],
        with: { kind, value, before: earlier.value },
      });
    }
  },
});

/** Whether all that passes the earlier filter passes one of the same kind with `value`. */
function covers(
  { kind, value: earlier }: { kind: string; value: number | string },
  value: number | string,
): boolean {
  if (kind === 'min_side') return earlier >= value;
  if (kind === 'max_aspect') return earlier <= value;
  return earlier === value;
}
