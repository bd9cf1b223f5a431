import { emaOf } from '../experiment/experiment.ts';
import { defineRule } from './rule.ts';

export const emaWithZero3 = defineRule({
  id: 'ema-with-zero3',
  severity: 'error',
  summary: 'A moving average is not kept while ZeRO stage 3 splits the weights.',
  source: 'HunyuanDiT 368280e, hydit/modules/ema.py:118-120; DeepSpeed, runtime/zero/partition_parameters.py',
  traps: [],
  messages: {
    split: () => ({
      message: '`ema` is on and `machine.memory.zero` is 3',
      help: 'Under stage 3 a GPU holds no whole weights, so the first update of the average would stop. Take `zero: 2` at most, with `offload: optimizer` if memory is short, or `ema: none`.',
    }),
  },
  check({ experiment, report }) {
    if (emaOf(experiment) === undefined || experiment.machine.memory.zero !== 3) return;
    report('split', { at: ['machine', 'memory', 'zero'] });
  },
});
