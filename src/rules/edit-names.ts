import { nearest } from '../schema/wording.ts';
import { defineRule } from './rule.ts';

export const editNames = defineRule({
  id: 'edit-names',
  severity: 'error',
  summary: 'Edits name classes and variants that there are, and translate by a dictionary.',
  source: 'The language: `captions.classes`, `captions.variants`; src/captions/make-recipe.ts',
  traps: [],
  messages: {
    noClass: (p: { name: string; classes: string; meant: string | undefined }) => ({
      message: `there is no class \`${p.name}\``,
      help: `${p.meant === undefined ? '' : `Did you mean \`${p.meant}\`? `}The edit would do nothing. ${p.classes === '' ? '`captions.classes` has none.' : `There are ${p.classes}.`}`,
    }),
    noVariant: (p: { name: string; variants: string; meant: string | undefined }) => ({
      message: `there is no variant \`${p.name}\``,
      help: `${p.meant === undefined ? '' : `Did you mean \`${p.meant}\`? `}The edit would do nothing there. ${p.variants === '' ? '`captions.variants` has none.' : `There are ${p.variants}.`}`,
    }),
    noDictionary: (p: { name: string }) => ({
      message: `the class \`${p.name}\` has no dictionary to translate by`,
      help: 'A pattern or a list says what is in a class, not what it is in another language. Give the class a `dictionary`.',
    }),
  },
  check({ experiment: { captions }, report }) {
    const { classes, variants } = captions;
    // The one caption of an experiment without variants has a name too (src/captions/make-recipe.ts).
    const names = Object.keys(variants).length > 0 ? Object.keys(variants) : ['text'];
    const known = (names: object): string =>
      Object.keys(names)
        .map((name) => `\`${name}\``)
        .join(', ');
    captions.edits.forEach(({ id: _id, ...verbs }, index) => {
      for (const [verb, options] of Object.entries(verbs)) {
        const at = ['captions', 'edits', index, verb];
        const named: readonly (readonly [place: readonly (string | number)[], name: string])[] = [
          ...('class' in options ? [[['class'], options.class] as const] : []),
          ...('keep_first' in options
            ? options.keep_first.map((name, place) => [['keep_first', place], name] as const)
            : []),
        ];
        for (const [place, name] of named) {
          const members = Object.hasOwn(classes, name) ? classes[name] : undefined;
          const path = [...at, ...place];
          const meant = nearest(name, Object.keys(classes));
          if (members === undefined)
            report('noClass', {
              at: path,
              with: { name, classes: known(classes), meant },
              ...replace(meant),
            });
          else if (verb === 'translate' && !('dictionary' in members))
            report('noDictionary', { at: path, with: { name } });
        }
        (options.variants ?? []).forEach((name, place) => {
          if (names.includes(name)) return;
          const meant = nearest(name, names);
          const path = [...at, 'variants', place];
          report('noVariant', {
            at: path,
            with: { name, variants: known(variants), meant },
            ...replace(meant),
          });
        });
      }
    });
  },
});

const replace = (meant: string | undefined): { readonly replacement?: string } =>
  meant === undefined ? {} : { replacement: meant };
