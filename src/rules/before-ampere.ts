import { AMPERE, gpuOf, VOLTA } from '../hardware/gpus.ts';
import { defineRule } from './rule.ts';

export const beforeAmpere = defineRule({
  id: 'before-ampere',
  severity: 'info',
  summary: 'The card runs what the trainer needs at the speed of its generation.',
  source:
    'CUDA C++ Programming Guide, arithmetic instructions by compute capability; HunyuanDiT 368280e trains in fp16 only (hydit/modules/fp16_layers.py:62)',
  traps: [],
  messages: {
    noFlash: (p: { gpu: string; compute: string }) => ({
      message: `attention runs in PyTorch's kernels: ${p.gpu} has compute capability ${p.compute}`,
      help: 'FlashAttention 2 needs 8.0. Install PyTorch 2 or newer on it: the memory is about the same there, and PyTorch 1 would keep whole attention matrices. There is no bf16 on it, and upstream trains in fp16 anyway.',
    }),
    noTensorCores: (p: { gpu: string; compute: string }) => ({
      message: `fp16 runs without tensor cores: ${p.gpu} has compute capability ${p.compute}`,
      help: 'The trainer computes in fp16 only, which such a card does at a small part of the speed of a later one: count on ten times as long, or more.',
    }),
  },
  check({ experiment: { machine }, report }) {
    const compute = gpuOf(machine)?.compute;
    if (compute === undefined || compute >= AMPERE || machine.memory.attention === 'flash') return;
    const gpu = typeof machine.gpu === 'string' ? machine.gpu : 'this card';
    const values = { gpu, compute: compute.toFixed(1) };
    report(compute < VOLTA ? 'noTensorCores' : 'noFlash', { at: ['machine', 'gpu'], with: values });
  },
});
