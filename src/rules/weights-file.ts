import { posix } from 'node:path';
import { defineRule } from './rule.ts';
import { startFiles } from './start-files.ts';

/** What the trainer calls the folders of its checkpoints (hydit/train_deepspeed.py, commit 368280e), which may lie on another machine. */
const CHECKPOINT = /(^|\/)(e\d{4}|\d{7}|checkpoints\/(latest|final))\.pt\/?$/;

export const weightsFile = defineRule({
  id: 'weights-file',
  severity: 'error',
  summary: 'Weights that are given by a path are one `.pt` or `.pth` file with the model in it.',
  source:
    'HunyuanDiT 368280e, hydit/utils/tools.py, model_resume; DeepSpeed, runtime/engine.py (names of checkpoint files)',
  traps: ['T33', 'T34', 'T151'],
  messages: {
    folder: (p: { path: string; inside: string }) => ({
      message: `\`${p.path}\` is a folder, and weights are one file`,
      help: `A checkpoint is a folder that is named like a file. The weights are \`${p.inside}\` in it.`,
    }),
    optimizer: (p: { path: string; model: string }) => ({
      message: `\`${p.path}\` holds the state of the optimizer, not the model`,
      help: `The model lies beside it, in \`${p.model}\`.`,
    }),
    format: (p: { path: string; suffix: string }) => ({
      message: `\`${p.path}\` is ${p.suffix === '' ? 'no' : `a \`${p.suffix}\` file, not a`} \`.pt\` or \`.pth\` file`,
      help: 'The trainer loads weights with `torch.load` and wants a state dictionary of the original layout. Convert the file; a LoRA adapter is merged into a model first.',
    }),
  },
  check({ experiment, facts, report }) {
    for (const { path, at, status, inside } of startFiles(experiment, facts)) {
      const suffix = posix.extname(path);
      if (status === 'folder' || (status !== 'file' && CHECKPOINT.test(path))) {
        const file = posix.join(path, inside);
        report('folder', { at, with: { path, inside: file }, replacement: file });
      } else if (path.endsWith('_optim_states.pt')) {
        const model = posix.join(posix.dirname(path), inside);
        report('optimizer', { at, with: { path, model }, replacement: model });
      } else if (suffix !== '.pt' && suffix !== '.pth') report('format', { at, with: { path, suffix } });
    }
  },
});
