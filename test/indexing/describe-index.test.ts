import { expect, test } from 'vitest';

import { describeIndex } from '../../src/indexing/describe-index.ts';
import { indexStep } from './index-step.ts';

const step = indexStep({
  sources: [
    { source: 'vases', shards: 'packed/shards/vases-1', times: 1 },
    { source: 'bowls', shards: 'packed/shards/bowls-1', times: 2 },
  ],
  filters: [{ min_side: 768 }, { max_aspect: 4.5 }, { exclude_md5: 'lists/takedown.txt' }],
  dedupe: true,
});

const facts = [
  'min_side: 768',
  'max_aspect: 4.5',
  'exclude_md5: lists/takedown.txt',
  '[Source] Repeat 2 times: bowls',
  'Remove md5 duplicates.',
];

test('an index of one size tells its filters, repeats and duplicates', () => {
  expect(describeIndex(step)).toEqual(facts);
});

test('an index of buckets tells its shape first and its sources last, as the tool does', () => {
  const resolution = { kind: 'multi', base: 1024, ratios: ['1/1', '4/3'] } as const;
  expect(describeIndex({ ...step, resolution })).toEqual([
    'multi-resolution-bucket-v2',
    'base_size=1024',
    'reso_step=None',
    "target_ratios=['1:1', '4:3']",
    'align=16',
    'min_size=0',
    ...facts,
    'src_files=',
    'vases',
    'bowls',
  ]);
});
