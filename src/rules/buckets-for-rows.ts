import { resolutionBuckets } from '../indexing/resolution-buckets.ts';
import { defineRule } from './rule.ts';

export const bucketsForRows = defineRule({
  id: 'buckets-for-rows',
  severity: 'warning',
  summary: 'There are images enough for the buckets, so that few are repeated to fill them.',
  source:
    'HunyuanDiT 368280e, IndexKits/index_kits/indexer.py:202-250 (each bucket is filled up to whole steps)',
  traps: ['T92'],
  messages: {
    many: (p: { buckets: number; images: number; places: number; rows: number }) => ({
      message: `${p.buckets} buckets of ${p.images} images a step are ${p.places} places, and there are ${p.rows} rows`,
      help: `A bucket with one image repeats it ${p.images} times an epoch. Take a larger \`step\`, a few \`ratios\`, or a smaller \`micro_batch\`; \`ditc show FILE buckets\` counts what the data really gives.`,
    }),
  },
  check({ experiment: { resolution }, derived: { rows, imagesPerMicroStep: images }, report }) {
    if (resolution.kind !== 'multi' || rows === undefined || images === 1) return;
    const { base, step, ratios } = resolution;
    const buckets = countBuckets(base, step, ratios);
    if (buckets * images <= rows) return;
    const at = ['resolution', step === undefined ? 'ratios' : 'step'];
    report('many', { at, with: { buckets, images, places: buckets * images, rows } });
  },
});

/** How many buckets there can be; none for a shape that other rules refuse. */
function countBuckets(base: number, step: number | undefined, ratios: readonly string[] | undefined): number {
  try {
    return resolutionBuckets({ base, ...(step !== undefined && { step }), ...(ratios && { ratios }) }).length;
  } catch (error) {
    if (error instanceof RangeError) return 0;
    throw error;
  }
}
