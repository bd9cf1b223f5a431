import { portabilityTrouble } from '../captions/portability-trouble.ts';
import { defineRule } from './rule.ts';

export const patternPortable = defineRule({
  id: 'pattern-portable',
  severity: 'error',
  summary: 'Regular expressions find the same in the preview and in training.',
  source: 'Python, library re; ECMA-262, RegExp: src/captions/pattern',
  traps: [],
  messages: {
    foreign: (p: { pattern: string; trouble: string }) => ({
      message: `the pattern \`${p.pattern}\` cannot be used: ${p.trouble}`,
      help: 'The preview is JavaScript and training is Python: a pattern is written in what both read alike.',
    }),
  },
  check({ experiment: { captions }, report }) {
    for (const [name, members] of Object.entries(captions.classes)) {
      if (!('pattern' in members)) continue;
      const trouble = portabilityTrouble(members.pattern);
      const at = ['captions', 'classes', name, 'pattern'];
      if (trouble !== undefined) report('foreign', { at, with: { pattern: members.pattern, trouble } });
    }
    captions.edits.forEach(({ replace }, index) => {
      if (replace === undefined) return;
      const trouble = portabilityTrouble(replace.pattern, 'replace');
      const at = ['captions', 'edits', index, 'replace', 'pattern'];
      if (trouble !== undefined) report('foreign', { at, with: { pattern: replace.pattern, trouble } });
    });
  },
});
