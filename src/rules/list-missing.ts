import { defineRule } from './rule.ts';
import { isMisspelled } from './written-paths.ts';

export const listMissing = defineRule({
  id: 'list-missing',
  severity: 'error',
  summary: 'The MD5 lists of the filters are there.',
  source: 'HunyuanDiT 368280e, IndexKits/index_kits/dataset/config_parse.py',
  traps: [],
  messages: {
    missing: (p: { path: string }) => ({
      message: `there is no file \`${p.path}\``,
      help: 'A filter without its list would keep what it is there to remove. The path is relative to the experiment file.',
    }),
    notAFile: (p: { path: string; status: string }) => ({
      message: `\`${p.path}\` cannot be read as a list: it is ${p.status}`,
      help: 'A list is a text file with one MD5 of 32 hexadecimal digits a line.',
    }),
  },
  check({ experiment, facts, report }) {
    experiment.data.filters.forEach((filter, index) => {
      for (const [kind, path] of Object.entries(filter)) {
        if (typeof path !== 'string' || isMisspelled(path)) continue;
        const status = facts.lists[path];
        const at = ['data', 'filters', index, kind];
        if (status === 'missing') report('missing', { at, with: { path } });
        else if (status === 'folder') report('notAFile', { at, with: { path, status: 'a folder' } });
        else if (status === 'unreadable') report('notAFile', { at, with: { path, status: 'not readable' } });
      }
    });
  },
});
