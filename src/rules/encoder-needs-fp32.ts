import { whyWholePrecision } from '../memory/resolve/candidates.ts';
import { defineRule } from './rule.ts';

export const encoderNeedsFp32 = defineRule({
  id: 'encoder-needs-fp32',
  severity: 'error',
  summary: 'The encoders have the precision that the trainer of the method can use.',
  source:
    'HunyuanDiT 368280e, hydit/train_deepspeed_controlnet.py:239-248, hydit/train_deepspeed_ipadapter.py:213-218',
  traps: ['T128', 'T135'],
  messages: {
    condition: () => ({
      message: '`encoder_dtype` is fp16, and the control image of a ControlNet stays in fp32',
      help: 'The VAE in fp16 does not take it, and the trainer ends at the first step. Write `encoder_dtype: fp32` or `auto`.',
    }),
    style: (p: { version: string }) => ({
      message: `\`encoder_dtype\` is fp16, and with ${p.version} the trainer of an IP-Adapter halves the number of the style too`,
      help: 'A number in fp16 looks up no row of a table, and the trainer ends at the first step. Write `encoder_dtype: fp32` or `auto`; v1.2 has no style.',
    }),
  },
  check({ experiment, report }) {
    const why = whyWholePrecision(experiment);
    if (why === undefined || experiment.machine.memory.encoder_dtype === 'fp32') return;
    const [at, replacement] = [['machine', 'memory', 'encoder_dtype'], 'fp32'];
    if (why === 'condition') report('condition', { at, replacement });
    else report('style', { at, with: { version: experiment.model.version }, replacement });
  },
});
