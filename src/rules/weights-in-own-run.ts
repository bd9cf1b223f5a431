import { posix } from 'node:path';
import { defineRule } from './rule.ts';
import { startFiles } from './start-files.ts';

export const weightsInOwnRun = defineRule({
  id: 'weights-in-own-run',
  severity: 'error',
  summary: 'An experiment does not start from a file that it writes itself.',
  source: 'HunyuanDiT 368280e, hydit/utils/tools.py, create_exp_folder: equal tags replace each other',
  traps: ['T156'],
  messages: {
    own: (p: { path: string; folder: string; name: string }) => ({
      message: `\`${p.path}\` lies in \`${p.folder}\`, where this experiment writes`,
      help: `The run would replace the checkpoint that it started from. Give the experiment another \`name\` than \`${p.name}\`, or move the file.`,
    }),
  },
  check({ experiment, facts, report }) {
    const { name } = experiment;
    const folder = `runs/${name}/`;
    for (const { path, at } of startFiles(experiment, facts))
      if (posix.normalize(path).startsWith(folder)) report('own', { at, with: { path, folder, name } });
  },
});
