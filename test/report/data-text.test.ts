import { expect, it } from 'vitest';
import type { IndexReport } from '../../src/indexing/index-report.ts';
import { indexText } from '../../src/report/data-text.ts';

const report: IndexReport = {
  stage: 'main',
  out: 'packed/index/porcelain/main.json',
  sources: [],
  rowsIn: 24,
  removed: [],
  duplicates: 0,
  images: 24,
  rowsOut: 24,
  buckets: [{ height: 1024, width: 1024, rows: 24, upscaled: 0 }],
  upscaled: 0,
  crop: {
    mean: 0.2134,
    many: 9,
    worst: { share: 0.62, height: 720, width: 1920, source: 'porcelain', md5: '0a'.repeat(16) },
  },
  written: true,
};

it('says how much of the images is cropped, and of which the most', () => {
  expect(indexText(report)).toContain(
    `         cropping takes 21.3 % of an image on average, more than a quarter of 9 of 24, at most 62 %, of one of 1920 × 720 in porcelain (md5 ${'0a'.repeat(16)})\n`,
  );
});

it('is silent about a crop of a few lines of pixels', () => {
  const crop = { ...report.crop, mean: 0.01, many: 0, worst: { ...report.crop.worst, share: 0.05 } };
  expect(indexText({ ...report, crop })).not.toContain('cropping');
});
