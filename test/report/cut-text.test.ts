import { expect, it } from 'vitest';
import { cutText } from '../../src/report/captions-text.ts';
import { measureTokens } from '../../src/tokens/measure-tokens.ts';

const captions = ['a blue vase', 'a blue and white vase with a dragon'];
const drawn = { draws: 2, captions: captions.map((text, image) => ({ text, draws: 1, image })) };
const images = [1, 2].map((row) => ({ source: 'porcelain', row }));
const count = (text: string): number => text.split(' ').length + 2;

const tokens = (limit: number, how: { readonly tokenizer?: string; readonly reason?: string }) =>
  measureTokens(drawn, { encoder: 'CLIP', limit, count, ...how }, images);

it('names the longest caption where some are cut', () => {
  const exact = tokens(8, { tokenizer: 'ckpts/vocab.txt' });
  expect(cutText('main', [exact, { ...exact, encoder: 'mT5', cut: 0, limit: 256 }])).toBe(
    'captions main: CLIP reads 8 tokens: 50.00 % of 2 captions are cut, the longest has 10 (porcelain 2)\n' +
      '         mT5 reads 256 tokens: none of 2 captions is cut\n',
  );
});

it('says an upper bound, and why it is one', () => {
  expect(cutText('main', [tokens(8, { reason: 'there is no `vocab.txt`' })])).toBe(
    'captions main: CLIP reads 8 tokens: at most 50.00 % of 2 captions are cut (a token a character at most; there is no `vocab.txt`)\n',
  );
});
