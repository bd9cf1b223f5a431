import { defineRule } from './rule.ts';

export const chainAfterZero3 = defineRule({
  id: 'chain-after-zero3',
  severity: 'error',
  summary: 'A stage starts from a checkpoint that holds whole weights.',
  source:
    'DeepSpeed 0.19.8, runtime/engine.py: under stage 3 the file of rank 0 holds placeholders; HunyuanDiT 368280e, hydit/utils/tools.py:164-184',
  traps: [],
  messages: {
    placeholders: (p: { before: string }) => ({
      message: `the stage starts from \`${p.before}\`, whose checkpoint under ZeRO-3 holds no whole weights`,
      help: 'Under stage 3 each GPU saves its part, and the trainer loads the file of one. Write `zero: 2` at most, with `offload: optimizer` if memory is short.',
    }),
  },
  check({ experiment: { stage, machine }, report }) {
    if (stage.before === undefined || machine.memory.zero !== 3) return;
    report('placeholders', { at: ['machine', 'memory', 'zero'], with: { before: stage.before.id } });
  },
});
