import type { CaptionsSource } from '../../src/captions/make-recipe.ts';

/** The pipeline of a large fine-tune: five captions an image, four edits. */
export const seedPipeline: CaptionsSource = {
  seed: 1234,
  data: { columns: { image: 'image', text: 'text', md5: 'md5', width: 'width', height: 'height' } },
  captions: {
    uncond: { clip: 0.1, t5: 0.1 },
    variants: {
      zh_long: { column: 'cap_zh_long', kind: 'prose', separator: ', ', weight: 30 },
      zh_short: { column: 'cap_zh_short', kind: 'prose', separator: ', ', weight: 15 },
      en_long: { column: 'cap_en_long', kind: 'prose', separator: ', ', weight: 15 },
      tags_en: { column: 'tags_en', kind: 'tags', separator: ', ', weight: 25 },
      mixed: { column: 'cap_mixed', kind: 'tags', separator: ', ', weight: 15 },
    },
    classes: {
      year: { pattern: String.raw`^(year )?(19|20)\d\d$|^(newest|recent|mid|early|old)$` },
      meta: { list: 'dict/meta-tags.txt' },
      character: { dictionary: 'dict/characters.tsv' },
    },
    edits: [
      { translate: { class: 'character', p: 0.5, variants: ['tags_en', 'mixed', 'en_long'] } },
      { id: 'year', drop: { class: 'year', p: 0.1, each: true } },
      { id: 'meta', drop: { class: 'meta', p: 0.05, each: true } },
      { shuffle: { keep_first: ['character'], p: 1, variants: ['tags_en'] } },
    ],
  },
};

/** The files that it names: a thousand characters, a hundred tags about the file. */
export const seedFiles: ReadonlyMap<string, string> = new Map([
  ['dict/meta-tags.txt', Array.from({ length: 100 }, (_, i) => `meta tag ${i}\n`).join('')],
  [
    'dict/characters.tsv',
    Array.from({ length: 1000 }, (_, i) => `${nameOf(i)}\t角色${i}号\tmiss ${i}|${i}号小姐\n`).join(''),
  ],
]);

/** Captions of the image with this number, by variant; some of them are missing. */
export function captionsOfImage(image: number): Record<string, string | null> {
  const tags = Array.from({ length: 8 + (image % 23) }, (_, i) => `tag ${(image * 31 + i * 17) % 5000}`);
  const own = [nameOf(image % 1000), `${2000 + (image % 25)}`, `meta tag ${image % 130}`, 'newest'];
  const english = `A picture of ${own[0]} and miss ${(image * 7) % 1000}, seen from the side. ${nameOf((image + 3) % 1000)} is behind ${own[0]}; ${tags.slice(0, 12).join(' and ')} are there too.`;
  return {
    zh_long: image % 11 === 0 ? null : `一幅画，画的是角色${image % 1000}号，背景是青花瓷瓶与山水。😀`,
    zh_short: image % 13 === 0 ? ' \u3000' : `角色${image % 1000}号的画`,
    en_long: image % 7 === 0 ? '' : english,
    tags_en: image % 5 === 0 ? null : [...tags.slice(3), ...own, ...tags.slice(0, 3)].join(', '),
    mixed: image % 17 === 0 ? ' , ,' : [own[0], '青花瓷', ...tags.slice(0, 6), own[2], '  水墨 '].join(' ,'),
  };
}

function nameOf(character: number): string {
  return character % 3 === 0 ? `saber ${character}` : `${character}'s hero (fate ${character % 10})`;
}
