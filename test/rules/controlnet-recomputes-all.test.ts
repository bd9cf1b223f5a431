import { controlnetRecomputesAll } from '../../src/rules/controlnet-recomputes-all.ts';
import { testRule } from '../support/test-rule.ts';

const change = (share: unknown): { [key: string]: unknown } => ({
  method: { kind: 'controlnet', control: 'canny' },
  machine: { memory: { micro_batch: 1, gradient_checkpointing: share } },
});

testRule(controlnetRecomputesAll, [
  ...[true, false, 0, 1, 'auto'].map((share) => ({
    name: `takes ${share}`,
    change: change(share),
    expect: [],
  })),
  {
    name: 'takes a share for a LoRA',
    change: { machine: { memory: { gradient_checkpointing: 0.5 } } },
    expect: [],
  },
  {
    name: 'refuses a share',
    change: change(0.25),
    expect: [
      {
        message: 'share',
        at: 'machine.memory.gradient_checkpointing',
        says: 'is 0.25',
        replacement: 'true',
      },
    ],
  },
]);
