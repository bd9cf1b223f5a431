import { resolutionBuckets } from '../indexing/resolution-buckets.ts';
import { defineRule } from './rule.ts';

export const ratioInLowestTerms = defineRule({
  id: 'ratio-in-lowest-terms',
  severity: 'warning',
  summary: 'A ratio is not written with larger numbers than it needs.',
  source: 'HunyuanDiT 368280e, IndexKits/index_kits/bucket.py, ResolutionGroup._calc_by_ratio',
  traps: [],
  messages: {
    coarse: (p: { ratio: string; lowest: string; bucket: string; finer: string; share: number }) => ({
      message: `ratio \`${p.ratio}\` is \`${p.lowest}\` in lowest terms, and not the same bucket`,
      help: `Sides are the two numbers times one factor: \`${p.ratio}\` gives ${p.bucket} pixels, ${p.share} % of the area of \`${p.lowest}\`, which gives ${p.finer}.`,
    }),
  },
  check({ experiment: { resolution }, report }) {
    if (resolution.kind !== 'multi' || resolution.base % 16 !== 0) return;
    const { base, ratios = [] } = resolution;
    ratios.forEach((ratio, index) => {
      const lowest = reduce(ratio);
      if (lowest === ratio || lowest === '1/1') return;
      const [written, finer] = [sidesOf(ratio, base), sidesOf(lowest, base)];
      if (written === undefined || finer === undefined || written.height === finer.height) return;
      report('coarse', {
        at: ['resolution', 'ratios', index],
        with: {
          ratio,
          lowest,
          bucket: `${written.height} × ${written.width}`,
          finer: `${finer.height} × ${finer.width}`,
          share: Math.round((written.height / finer.height) ** 2 * 100),
        },
        replacement: lowest,
      });
    });
  },
});

function reduce(ratio: string): string {
  const [height = 1, width = 1] = ratio.split('/').map(Number);
  let [divisor, rest] = [height, width];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return `${height / divisor}/${width / divisor}`;
}

const sidesOf = (ratio: string, base: number): { height: number; width: number } | undefined => {
  try {
    return resolutionBuckets({ base, ratios: [ratio] })[0];
  } catch (error) {
    if (error instanceof RangeError) return undefined; // `ratio-buckets` says so
    throw error;
  }
};
