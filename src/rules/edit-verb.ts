import { defineRule } from './rule.ts';

export const editVerb = defineRule({
  id: 'edit-verb',
  severity: 'error',
  summary: 'Each edit of captions has one verb, and an id of its own if it has one.',
  source: 'The language: an edit is a map with one verb as its key; src/captions/make-recipe.ts',
  traps: [],
  messages: {
    none: () => ({
      message: 'the edit has no verb',
      help: 'Write one of `translate`, `drop`, `shuffle`, `replace`, `prepend`, `append`, `case`.',
    }),
    several: (p: { verbs: string }) => ({
      message: `the edit has several verbs: ${p.verbs}`,
      help: 'Edits run from top to bottom. Write one item of the list for each.',
    }),
    sameId: (p: { id: string }) => ({
      message: `there are two edits with the id \`${p.id}\``,
      help: 'The id names the random numbers of an edit and its overrides: two would draw alike.',
    }),
  },
  check({ experiment: { captions }, report }) {
    const ids = captions.edits.map(({ id }) => id);
    captions.edits.forEach(({ id, ...verbs }, index) => {
      const at = ['captions', 'edits', index];
      const names = Object.keys(verbs);
      if (names.length === 0) report('none', { at });
      if (names.length > 1)
        report('several', { at, with: { verbs: names.map((name) => `\`${name}\``).join(', ') } });
      if (id !== undefined && ids.indexOf(id) !== index)
        report('sameId', { at: [...at, 'id'], with: { id } });
    });
  },
});
