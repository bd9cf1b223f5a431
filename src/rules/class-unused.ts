import { defineRule } from './rule.ts';

export const classUnused = defineRule({
  id: 'class-unused',
  severity: 'warning',
  summary: 'Each class of tags is used by an edit.',
  source: 'The language: `captions.classes`, `captions.edits`',
  traps: [],
  messages: {
    unused: (p: { name: string }) => ({
      message: `no edit uses the class \`${p.name}\``,
      help: 'A class does nothing by itself. Name it in an edit, or delete it.',
    }),
  },
  check({ experiment: { captions }, report }) {
    const used = new Set(
      captions.edits.flatMap(({ translate, drop, shuffle }) => [
        translate?.class,
        drop?.class,
        ...(shuffle?.keep_first ?? []),
      ]),
    );
    for (const name of Object.keys(captions.classes))
      if (!used.has(name)) report('unused', { at: ['captions', 'classes', name], key: true, with: { name } });
  },
});
