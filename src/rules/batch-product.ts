import { nearestMultiples } from './nearest-multiples.ts';
import { defineRule } from './rule.ts';

export const batchProduct = defineRule({
  id: 'batch-product',
  severity: 'error',
  summary: '`batch` is micro batch × accumulation × GPUs, with a whole accumulation.',
  source: 'DeepSpeed 0.19.6, deepspeed/runtime/config.py, _batch_assertion',
  traps: ['T76'],
  messages: {
    remainder: (p: {
      batch: number;
      images: number;
      microBatch: number;
      gpus: number;
      batches: string;
      microBatches: string;
    }) => ({
      message: `\`batch\` is ${p.batch}, which ${p.gpus} ${p.gpus === 1 ? 'GPU' : 'GPUs'} × \`micro_batch\` ${p.microBatch} = ${p.images} images a step do not divide`,
      help: `The nearest batches are ${p.batches}; with this batch \`machine.memory.micro_batch\` may be ${p.microBatches}.`,
    }),
    noMicroBatch: (p: { batch: number; gpus: number; batches: string }) => ({
      message: `\`batch\` is ${p.batch}, which cannot be shared equally by ${p.gpus} GPUs`,
      help: `Every GPU takes the same number of images. The nearest batches are ${p.batches}.`,
    }),
  },
  check({ experiment, derived, report }) {
    const { batch } = experiment;
    const { worldSize, imagesPerMicroStep: images } = derived;
    if (batch % images === 0) return;
    const batches = nearestMultiples(batch, images);
    const perGpu = batch / worldSize;
    if (!Number.isInteger(perGpu)) {
      report('noMicroBatch', {
        at: ['batch'],
        with: { batch, gpus: worldSize, batches: nearestMultiples(batch, worldSize) },
      });
      return;
    }
    const microBatch = experiment.machine.memory.micro_batch;
    report('remainder', {
      at: ['batch'],
      with: { batch, images, microBatch, gpus: worldSize, batches, microBatches: divisorsOf(perGpu) },
    });
  },
});

function divisorsOf(value: number): string {
  const divisors = Array.from({ length: Math.min(value, 64) }, (_, index) => index + 1).filter(
    (divisor) => value % divisor === 0,
  );
  return divisors.join(', ');
}
