import { describe, expect, test } from 'vitest';
import { makeSteps } from '../../src/plan/make-steps.ts';
import type { PackStep } from '../../src/plan/plan.ts';
import { type Change, validExperiment } from '../support/valid-experiment.ts';

function packOf(change: Change = {}): PackStep {
  const step = makeSteps([validExperiment(change)]).find(({ kind }) => kind === 'pack');
  if (step?.kind !== 'pack') throw new TypeError('nothing is packed');
  return step;
}

const zh = { column: 'cap_zh', kind: 'prose' };
const tags = { column: 'tags_en', kind: 'tags' };
const variants = (list: object): Change => ({ captions: { variants: list } });

describe('the folder of the shards', () => {
  test('has the name that it had before there were variants', () => {
    expect(packOf()).toMatchObject({ captions: ['text'], out: 'packed/shards/porcelain-d4407fa1' });
  });

  test('is that of the column when there is one variant', () => {
    const alone = { data: { columns: { image: 'image_path', text: 'cap_zh' } } };
    expect(packOf(variants({ zh })).out).toBe(packOf(alone).out);
  });

  test('is another one for other columns, of which the first is `text_zh`', () => {
    const both = packOf(variants({ zh, tags }));
    expect(both).toMatchObject({ captions: ['cap_zh', 'tags_en'], columns: { text: 'cap_zh' } });
    const others = [packOf(variants({ zh })), packOf(variants({ tags, zh }))];
    expect(new Set([both, ...others].map(({ out }) => out)).size).toBe(3);
  });

  test('is shared by all that keep the same columns', () => {
    const { out } = packOf(variants({ zh, tags }));
    expect(packOf(variants({ long: { ...zh, weight: 30 }, tags: { ...tags, separator: ';' } })).out).toBe(
      out,
    );
    expect(packOf(variants({ zh, tags, short: tags })).out).toBe(out);
  });
});
