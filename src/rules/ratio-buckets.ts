import { type Bucket, resolutionBuckets } from '../indexing/resolution-buckets.ts';
import { defineRule } from './rule.ts';

export const ratioBuckets = defineRule({
  id: 'ratio-buckets',
  severity: 'error',
  summary: 'Every ratio gives a bucket that has pixels and that no other ratio gives.',
  source: 'HunyuanDiT 368280e, IndexKits/index_kits/bucket.py, ResolutionGroup._calc_by_ratio',
  traps: ['T172'],
  messages: {
    empty: (p: { ratio: string; base: number; smallest: number }) => ({
      message: `ratio \`${p.ratio}\` has no bucket at \`base\` ${p.base}`,
      help: `Both sides are multiples of 16 in exactly this ratio, so its smallest bucket needs a \`base\` of ${p.smallest}. Take a ratio of smaller numbers.`,
    }),
    twice: (p: { ratio: string; other: string; bucket: string }) => ({
      message: `ratio \`${p.ratio}\` gives the bucket ${p.bucket}, as \`${p.other}\` does`,
      help: 'The second of two equal buckets never gets an image. Delete one of the ratios.',
    }),
  },
  check({ experiment: { resolution }, report }) {
    if (resolution.kind !== 'multi' || resolution.base % 16 !== 0) return;
    const { base, ratios = [] } = resolution;
    const owners = new Map<string, string>();
    ratios.forEach((ratio, index) => {
      const at = ['resolution', 'ratios', index];
      const bucket = bucketOf(ratio, base);
      if (bucket === undefined) {
        report('empty', { at, with: { ratio, base, smallest: smallestBase(ratio) } });
        return;
      }
      const name = `${bucket.height} × ${bucket.width}`;
      const other = owners.get(name);
      if (other === undefined) owners.set(name, ratio);
      else report('twice', { at, with: { ratio, other, bucket: name } });
    });
  },
});

const bucketOf = (ratio: string, base: number): Bucket | undefined => {
  try {
    return resolutionBuckets({ base, ratios: [ratio] })[0];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

/** The bucket of one step has 16·height × 16·width pixels; `base` squared must be as many. */
function smallestBase(ratio: string): number {
  const [height = 1, width = 1] = ratio.split('/').map(Number);
  return Math.ceil(Math.sqrt(height * width)) * 16;
}
