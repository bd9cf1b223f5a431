import { defineRule } from './rule.ts';

export const loraWithZero3 = defineRule({
  id: 'lora-with-zero3',
  severity: 'error',
  summary: 'An adapter is saved from weights that are whole.',
  source: 'HunyuanDiT 368280e, hydit/train_deepspeed.py:73-80 (`save_pretrained` on rank 0)',
  traps: [],
  messages: {
    empty: () => ({
      message: '`method` is a LoRA and `machine.memory.zero` is 3',
      help: 'The trainer saves the adapter from one GPU, which under stage 3 has only a part of it: the file would hold empty tensors. Take `zero: 2` at most; a LoRA has little to split.',
    }),
  },
  check({ experiment, report }) {
    if (experiment.method.kind !== 'lora' || experiment.machine.memory.zero !== 3) return;
    report('empty', { at: ['machine', 'memory', 'zero'], replacement: '1' });
  },
});
