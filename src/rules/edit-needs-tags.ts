import { defineRule } from './rule.ts';

export const editNeedsTags = defineRule({
  id: 'edit-needs-tags',
  severity: 'error',
  summary: 'Tags are dropped and shuffled in variants that are made of tags.',
  source:
    'The language: `kind: tags`; sd-scripts and others split prose at its commas, which tears sentences apart',
  traps: [],
  messages: {
    prose: (p: { verb: string; name: string }) => ({
      message: `\`${p.verb}\` is for tags, and the variant \`${p.name}\` is prose`,
      help: 'Prose has no tags: the edit would do nothing there. Take the variant out of `variants`, or write `kind: tags` if it is a list of tags.',
    }),
    nowhere: (p: { verb: string }) => ({
      message: `\`${p.verb}\` is for tags, and no variant is made of tags`,
      help: 'The edit would do nothing. Write `kind: tags` for a variant that is a list of tags, or delete the edit.',
    }),
  },
  check({ experiment: { captions }, report }) {
    const { variants } = captions;
    const hasTags = Object.values(variants).some(({ kind }) => kind === 'tags');
    captions.edits.forEach((edit, index) => {
      for (const verb of ['drop', 'shuffle'] as const) {
        const options = edit[verb];
        if (options === undefined) continue;
        const at = ['captions', 'edits', index, verb];
        if (!hasTags) report('nowhere', { at, key: true, with: { verb } });
        else
          (options.variants ?? []).forEach((name, place) => {
            if (variants[name]?.kind === 'prose')
              report('prose', { at: [...at, 'variants', place], with: { verb, name } });
          });
      }
    });
  },
});
