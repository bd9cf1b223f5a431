import { upscaledImages } from '../../src/rules/upscaled-images.ts';
import { testRule } from '../support/test-rule.ts';

testRule(upscaledImages, [
  { name: 'takes a filter at the size', change: { resolution: { kind: 'single', size: 1024 } }, expect: [] },
  {
    name: 'suggests the filter',
    change: { data: { filters: [] } },
    expect: [{ message: 'noFilter', at: 'data.filters', says: '`min_side: 1024`' }],
  },
  {
    name: 'says what a lower filter lets through',
    change: { data: { filters: [{ max_aspect: 2 }, { min_side: 768 }] } },
    expect: [{ message: 'lowFilter', at: 'data.filters[1].min_side', says: 'from 768 to 1023 pixels' }],
  },
]);
