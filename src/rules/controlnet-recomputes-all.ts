import { defineRule } from './rule.ts';

export const controlnetRecomputesAll = defineRule({
  id: 'controlnet-recomputes-all',
  severity: 'error',
  summary: 'A share of blocks that are recomputed is a share that the trainer knows.',
  source: 'HunyuanDiT 368280e, hydit/modules/controlnet.py:205-207 (all blocks; `--gc-rate` is not read)',
  traps: ['T69'],
  messages: {
    share: (p: { share: number }) => ({
      message: `\`gradient_checkpointing\` is ${p.share}, and the trainer of a ControlNet knows all blocks or none`,
      help: 'It would recompute all of them without a word. Write `true`, `false` or `auto`.',
    }),
  },
  check({ experiment: { method, machine }, report }) {
    const share = machine.memory.gradient_checkpointing;
    if (method.kind !== 'controlnet' || typeof share !== 'number') return;
    report('share', {
      at: ['machine', 'memory', 'gradient_checkpointing'],
      with: { share },
      replacement: 'true',
    });
  },
});
