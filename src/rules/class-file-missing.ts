import { defineRule } from './rule.ts';
import { isMisspelled } from './written-paths.ts';

export const classFileMissing = defineRule({
  id: 'class-file-missing',
  severity: 'error',
  summary: 'Lists and dictionaries of the classes of tags are there and can be read.',
  source: 'The language: `captions.classes`; src/captions',
  traps: [],
  messages: {
    missing: (p: { path: string }) => ({
      message: `there is no file \`${p.path}\``,
      help: 'Without it no tag is in the class, and its edits would do nothing. The path is relative to the experiment file.',
    }),
    unreadable: (p: { path: string; status: string }) => ({
      message: `\`${p.path}\` cannot be read: it is ${p.status}`,
      help: 'A list or dictionary is a text file in UTF-8, one entry a line.',
    }),
  },
  check({ experiment, facts, report }) {
    for (const [name, members] of Object.entries(experiment.captions.classes)) {
      if ('pattern' in members) continue;
      const [kind, path] =
        'list' in members ? (['list', members.list] as const) : (['dictionary', members.dictionary] as const);
      const file = facts.classFiles[path];
      if (file === undefined || file.text !== undefined || isMisspelled(path)) continue;
      const at = ['captions', 'classes', name, kind];
      if (file.status === 'missing') report('missing', { at, with: { path } });
      else {
        const status = file.status === 'folder' ? 'a folder' : 'not readable, or not UTF-8';
        report('unreadable', { at, with: { path, status } });
      }
    }
  },
});
