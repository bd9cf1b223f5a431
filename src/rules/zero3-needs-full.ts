import { METHOD_NAMES } from './method-name.ts';
import { defineRule } from './rule.ts';

export const zero3NeedsFull = defineRule({
  id: 'zero3-needs-full',
  severity: 'error',
  summary: 'An adapter or a ControlNet is saved from weights that are whole.',
  source:
    'HunyuanDiT 368280e, hydit/train_deepspeed.py:73-80 (`save_pretrained` on rank 0); DeepSpeed 0.19.8, runtime/engine.py: under stage 3 the file of rank 0 holds placeholders',
  traps: [],
  messages: {
    empty: (p: { method: string }) => ({
      message: `\`method\` is ${p.method} and \`machine.memory.zero\` is 3`,
      help: 'It is saved from one GPU, which under stage 3 has only a part of it: the file would hold empty tensors. Take `zero: 2` at most; what is trained has little to split.',
    }),
  },
  check({ experiment, report }) {
    const { kind } = experiment.method;
    if (kind === 'full' || experiment.machine.memory.zero !== 3) return;
    report('empty', {
      at: ['machine', 'memory', 'zero'],
      with: { method: METHOD_NAMES[kind] },
      replacement: '1',
    });
  },
});
