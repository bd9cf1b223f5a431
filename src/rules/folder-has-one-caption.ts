import { defineRule } from './rule.ts';

export const folderHasOneCaption = defineRule({
  id: 'folder-has-one-caption',
  severity: 'warning',
  summary: 'Several captions an image come from a CSV.',
  source: 'The language: a folder has one `.txt` beside each image; src/pack',
  traps: [],
  messages: {
    several: (p: { name: string; count: number }) => ({
      message: `the source \`${p.name}\` is a folder, and the variants are ${p.count} columns`,
      help: 'The `.txt` beside an image holds one caption: the other columns are empty there, and the first is always drawn, whatever the weights. Make a CSV with all of them.',
    }),
  },
  check({ experiment: { data, captions }, report }) {
    const count = new Set(Object.values(captions.variants).map(({ column }) => column)).size;
    if (count < 2) return;
    for (const [name, { folder }] of Object.entries(data.sources))
      if (folder !== undefined)
        report('several', { at: ['data', 'sources', name, 'folder'], with: { name, count } });
  },
});
