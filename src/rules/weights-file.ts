import { posix } from 'node:path';
import { defineRule } from './rule.ts';

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
      help: `DeepSpeed writes a checkpoint as a folder that is named like a file. The model is \`${p.inside}\` in it.`,
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
  check({ experiment: { model }, facts, report }) {
    const path = model.weights;
    if (!path.includes('/')) return;
    const at = ['model', 'weights'];
    const beside = posix.join(posix.dirname(path), 'mp_rank_00_model_states.pt');
    const suffix = posix.extname(path);
    if (facts.weights === 'folder') {
      const inside = posix.join(path, 'mp_rank_00_model_states.pt');
      report('folder', { at, with: { path, inside }, replacement: inside });
    } else if (path.endsWith('_optim_states.pt'))
      report('optimizer', { at, with: { path, model: beside }, replacement: beside });
    else if (suffix !== '.pt' && suffix !== '.pth') report('format', { at, with: { path, suffix } });
  },
});
