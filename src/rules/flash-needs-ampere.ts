import { AMPERE, gpuOf } from '../hardware/gpus.ts';
import { defineRule } from './rule.ts';

export const flashNeedsAmpere = defineRule({
  id: 'flash-needs-ampere',
  severity: 'error',
  summary: 'FlashAttention runs on cards of compute capability 8.0 and more only.',
  source:
    'Dao-AILab/flash-attention 2, README.md (Ampere, Ada or Hopper); HunyuanDiT 368280e, hydit/modules/attn_layers.py',
  traps: ['T23'],
  messages: {
    tooOld: (p: { gpu: string; compute: string }) => ({
      message: `\`attention\` is flash, and ${p.gpu} has compute capability ${p.compute}`,
      help: 'FlashAttention 2 needs 8.0 or more and would stop in the first step. Write `attention: torch`, with PyTorch 2 or newer: PyTorch 1 would keep whole attention matrices.',
    }),
  },
  check({ experiment: { machine }, report }) {
    const compute = gpuOf(machine)?.compute;
    if (machine.memory.attention !== 'flash' || compute === undefined || compute >= AMPERE) return;
    const gpu = typeof machine.gpu === 'string' ? machine.gpu : 'this card';
    report('tooOld', {
      at: ['machine', 'memory', 'attention'],
      with: { gpu, compute: compute.toFixed(1) },
      replacement: 'torch',
    });
  },
});
