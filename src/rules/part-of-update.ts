import { nearestMultiples } from './nearest-multiples.ts';
import { defineRule } from './rule.ts';

export const partOfUpdate = defineRule({
  id: 'part-of-update',
  severity: 'info',
  summary: 'A length in epochs is a whole number of updates.',
  source:
    'HunyuanDiT 368280e, hydit/train_deepspeed.py:557-700; DeepSpeed accumulates over the end of an epoch',
  traps: ['T60'],
  messages: {
    left: (p: { length: string; left: number; accumulation: number; images: number; whole: string }) => ({
      message: `a \`length\` of ${p.length} ends in a part of an update: the last ${p.left} of ${p.accumulation} micro steps change nothing`,
      help: `The ${p.images} images of these micro steps are read for nothing, once in the whole run. ${p.whole} epochs leave nothing; so does a length in steps.`,
    }),
  },
  check({ experiment, derived, report }) {
    const { rows, worldSize, accumulation, length } = derived;
    if (experiment.resolution.kind !== 'single' || rows === undefined || length.unit !== 'epochs') return;
    const microBatch = experiment.machine.memory.micro_batch;
    const iterations = Math.floor(Math.floor(rows / worldSize) / microBatch);
    const left = (iterations * length.count) % accumulation;
    // A batch that does not divide, and a run without an update, have rules of their own.
    if (!Number.isInteger(accumulation) || left === 0 || iterations * length.count < accumulation) return;
    const period = accumulation / greatestDivisor(iterations, accumulation);
    report('left', {
      at: ['length'],
      with: {
        length: experiment.length,
        left,
        accumulation,
        images: left * derived.imagesPerMicroStep,
        whole: nearestMultiples(length.count, period),
      },
    });
  },
});

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
