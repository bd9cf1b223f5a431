import { defineRule } from './rule.ts';

export const filtersContradict = defineRule({
  id: 'filters-contradict',
  severity: 'error',
  summary: 'No two filters together leave nothing.',
  source: 'The language: filters run one after the other on the rows that are left',
  traps: ['T123'],
  messages: {
    nothingLeft: (p: { path: string }) => ({
      message: `\`${p.path}\` is both included and excluded`,
      help: 'Only images in the list are kept, and no image in the list is kept: the index would be empty. Delete one of the two filters.',
    }),
  },
  check({ experiment: { data }, report }) {
    const included = data.filters.flatMap((filter) => ('include_md5' in filter ? filter.include_md5 : []));
    data.filters.forEach((filter, index) => {
      if (!('exclude_md5' in filter) || !included.includes(filter.exclude_md5)) return;
      const at = ['data', 'filters', index, 'exclude_md5'];
      report('nothingLeft', { at, with: { path: filter.exclude_md5 } });
    });
  },
});
