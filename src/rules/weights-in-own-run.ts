import { posix } from 'node:path';
import { defineRule } from './rule.ts';

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
  check({ experiment: { model, name }, report }) {
    const folder = `runs/${name}/`;
    if (!posix.normalize(model.weights).startsWith(folder)) return;
    report('own', { at: ['model', 'weights'], with: { path: model.weights, folder, name } });
  },
});
