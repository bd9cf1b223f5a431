import { defineRule } from './rule.ts';
import { startFiles } from './start-files.ts';
import { isMisspelled } from './written-paths.ts';

export const weightsMissing = defineRule({
  id: 'weights-missing',
  severity: 'warning',
  summary: 'The weights file is on the machine that checks.',
  source: 'HunyuanDiT 368280e, hydit/utils/tools.py, model_resume',
  traps: [],
  messages: {
    missing: (p: { path: string }) => ({
      message: `there is no file \`${p.path}\` here`,
      help: 'The path is relative to the experiment file. The trainer stops without it; if it is only on the machine that trains, this is expected.',
    }),
    unreadable: (p: { path: string }) => ({
      message: `\`${p.path}\` may not be read here`,
      help: 'Look at the permissions of the file and of the folders above it.',
    }),
  },
  check({ experiment, facts, report }) {
    for (const { path, at, status } of startFiles(experiment, facts)) {
      if (isMisspelled(path)) continue;
      if (status === 'missing') report('missing', { at, with: { path } });
      if (status === 'unreadable') report('unreadable', { at, with: { path } });
    }
  },
});
