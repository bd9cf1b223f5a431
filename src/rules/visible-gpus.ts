import { defineRule } from './rule.ts';

const NAME = 'CUDA_VISIBLE_DEVICES';

export const visibleGpus = defineRule({
  id: 'visible-gpus',
  severity: 'error',
  summary: '`CUDA_VISIBLE_DEVICES` lists as many GPUs as are used, by number.',
  source:
    'DeepSpeed, launcher/runner.py (turned into `--include localhost:…`); HunyuanDiT 368280e, lora/train_lora.sh:1',
  traps: ['T8', 'T153'],
  messages: {
    count: (p: { value: string; count: number; gpus: number }) => ({
      message: `\`${NAME}\` has ${p.count} ${p.count === 1 ? 'GPU' : 'GPUs'}, and \`gpus_per_node\` is ${p.gpus}`,
      help: `The launcher starts one process for each GPU that is listed, and the batch was computed for ${p.gpus}: the run would stop at once. Change one of the two.`,
    }),
    notNumbers: (p: { value: string }) => ({
      message: `\`${NAME}\` is \`${p.value}\`, which DeepSpeed does not understand`,
      help: 'Its launcher reads whole numbers with commas between them, as in `0,1`; a UUID stops it.',
    }),
  },
  check({ experiment: { machine }, report }) {
    const value = machine.env[NAME];
    if (value === undefined) return;
    const at = ['machine', 'env', NAME];
    const text = String(value);
    if (!/^\d+(,\d+)*$/.test(text)) {
      report('notNumbers', { at, with: { value: text } });
      return;
    }
    const count = new Set(text.split(',')).size;
    const gpus = machine.gpus_per_node;
    if (count !== gpus) report('count', { at, with: { value: text, count, gpus } });
  },
});
