import { makeClassTest } from '../captions/make-class-test.ts';
import { portabilityTrouble } from '../captions/portability-trouble.ts';
import { splitTags } from '../captions/split-tags.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Facts } from '../experiment/facts.ts';
import { defineRule } from './rule.ts';

/** Tags below which a sample says nothing. */
const ENOUGH = 50;
/** Share of captions with a separator below which it is hardly the right one. */
const FEW = 0.05;

export const classInData = defineRule({
  id: 'class-in-data',
  severity: 'warning',
  summary: 'Patterns and separators fit the captions at the start of the data.',
  source:
    'The first rows of each CSV as they lie on this machine: src/env/probe.ts; src/captions/split-tags.ts',
  traps: [],
  messages: {
    nothing: (p: { name: string; tags: number }) => ({
      message: `the pattern of the class \`${p.name}\` finds nothing in the first ${p.tags} tags`,
      help: 'Its edits would do nothing. Tags are compared as they are written, small and capital letters apart.',
    }),
    everything: (p: { name: string; tags: number }) => ({
      message: `the pattern of the class \`${p.name}\` finds every one of the first ${p.tags} tags`,
      help: 'Every tag would be in the class. A pattern finds its text anywhere in a tag: `^` and `$` tie it to the ends.',
    }),
    separator: (p: { separator: string; name: string; captions: number; share: string }) => ({
      message: `\`${p.separator}\` stands in ${p.share} of the first ${p.captions} captions of \`${p.name}\``,
      help: 'The rest would be one tag each, which is never dropped. Write the separator that the data has.',
    }),
  },
  check({ experiment, facts, report }) {
    const { variants, classes } = experiment.captions;
    const tags: string[] = [];
    for (const [name, { kind, column, separator }] of Object.entries(variants)) {
      if (kind !== 'tags') continue;
      const captions = captionsOf(column, facts);
      const core = separator.trim();
      const parted = captions.filter((caption) => caption.includes(core)).length;
      if (captions.length >= ENOUGH && parted < FEW * captions.length) {
        const share = `${Math.round((parted / captions.length) * 100)} %`;
        const at = ['captions', 'variants', name, 'separator'];
        report('separator', { at, with: { separator, name, captions: captions.length, share } });
      }
      tags.push(...captions.flatMap((caption) => splitTags(caption, core)));
    }
    if (tags.length < ENOUGH) return;
    for (const [name, members] of Object.entries(classes)) {
      const found = countFound(members, tags);
      const at = ['captions', 'classes', name, 'pattern'];
      if (found === 0) report('nothing', { at, with: { name, tags: tags.length } });
      if (found === tags.length) report('everything', { at, with: { name, tags: tags.length } });
    }
  },
});

const captionsOf = (column: string, { sources }: Facts): readonly string[] =>
  Object.values(sources).flatMap(({ captions }) =>
    (captions?.[column] ?? []).filter((text) => text.trim() !== ''),
  );

/** How many tags a pattern finds; undefined for a class without one, or one that has a finding of its own. */
function countFound(
  members: Experiment['captions']['classes'][string],
  tags: readonly string[],
): number | undefined {
  if (!('pattern' in members) || portabilityTrouble(members.pattern) !== undefined) return undefined;
  const isIn = makeClassTest({ pattern: members.pattern });
  return tags.filter((tag) => isIn(tag)).length;
}
