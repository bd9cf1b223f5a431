import { gpuOf, nearestGpus } from '../hardware/gpus.ts';
import { listOf } from '../schema/wording.ts';
import { defineRule } from './rule.ts';

export const unknownGpu = defineRule({
  id: 'unknown-gpu',
  severity: 'error',
  summary: 'The card is known, or described by its memory and compute capability.',
  source: 'The table src/hardware/gpus.ts',
  traps: [],
  messages: {
    unknown: (p: { gpu: string; meant: readonly string[] }) => ({
      message: `there is no card \`${p.gpu}\` in the table`,
      help: `${p.meant.length > 0 ? `Perhaps ${listOf(p.meant, 'or')} is meant.` : '`ditc gpus` lists the names.'} A card that is not there is written \`{memory: 24GiB, compute: 8.9}\`.`,
    }),
  },
  check({ experiment: { machine }, report }) {
    if (typeof machine.gpu !== 'string' || gpuOf(machine) !== undefined) return;
    const meant = nearestGpus(machine.gpu);
    const [only] = meant;
    report('unknown', {
      at: ['machine', 'gpu'],
      with: { gpu: machine.gpu, meant },
      ...(meant.length === 1 && only !== undefined && { replacement: only }),
    });
  },
});
