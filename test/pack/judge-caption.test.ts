import { describe, expect, test } from 'vitest';
import { judgeCaption } from '../../src/pack/judge-caption.ts';
import type { SourceRow } from '../../src/pack/source-row.ts';

function judge(caption: string | undefined) {
  const row: SourceRow = {
    number: 1,
    line: 2,
    start: 0,
    fields: { image: 0, caption: 1 },
    image: 'bowl.png',
    caption,
  };
  return judgeCaption(row);
}

describe('a caption that is all right', () => {
  test.each([
    '一只狗，坐着：“开心”（青花瓷）',
    'none',
    '-',
    'True',
    '007',
    '1.50',
    '😀 emoji 𠮷',
    'naïve café, Ångström, œuvre',
    'CAFÉ—BAR “CAFÉ”',
    'Здравствуй, фарфор!',
    'русский и ελληνικά',
    'חרסינה כחולה',
    'שָׁלוֹם',
    'خزف أزرق',
    'καλημέρα κόσμε',
    '藍色的花瓶，清代',
    '青い花瓶がテーブルの上にある',
    '파란 도자기 꽃병',
    'first\nsecond',
    'größer als 5 µm, ½ Stück à 3 €',
    'Łódź, Gdańsk, żółć',
    'Việt Nam, bình gốm xanh',
    '«C’EST LÀ» « IRMû',
    'one\ttwo\r\nthree\u0085four',
  ])('%s', (caption) => {
    expect(judge(caption)).toEqual([]);
  });
});

describe('a caption that cannot be used', () => {
  test.each(['', '   ', '\n', '\u3000'])('%j is empty', (caption) => {
    expect(judge(caption)).toMatchObject([{ reason: 'empty-caption' }]);
  });

  test.each(['NA', 'N/A', 'n/a', 'null', 'NULL', 'None', 'nan', 'NaN', '-nan', '<NA>', '#N/A', ' NA '])(
    '%s is a word for a missing value',
    (caption) => {
      expect(judge(caption)).toMatchObject([{ reason: 'null-word' }]);
    },
  );

  test('a missing caption is told as such', () => {
    expect(judge(undefined)).toMatchObject([{ reason: 'no-caption' }]);
  });

  test('a NUL is told with its place', () => {
    expect(judge('a\0b')).toMatchObject([{ reason: 'nul-in-caption', offset: 1 }]);
  });

  test.each([
    ['һֻè', '一只猫', 0],
    ['ä¸€å\u008fªçŒ«', '一只猫', 0],
    ['ä¸€åªçŒ«', '一', 0],
    ['photo, ä¸€ä¸ªèŠ±ç“¶', '一个花瓶', 7],
    ['Ò»Ö»Ã¨', '一只猫', 0],
    ['ein GefÃ¤ÃŸ', 'äß', 7],
    ['cafÃ© at 25 Â°C', 'é', 3],
  ])('%s was read in a wrong encoding', (caption, meant, offset) => {
    expect(judge(caption)).toMatchObject([
      { reason: 'mojibake', offset, detail: expect.stringContaining(meant) },
    ]);
  });

  test('a replacement character is told with its place', () => {
    expect(judge('na\uFFFDve')).toMatchObject([{ reason: 'mojibake', offset: 2 }]);
  });

  test('what broken bytes turn into in China is known', () => {
    expect(judge('花瓶锟斤拷')).toMatchObject([{ reason: 'mojibake', offset: 2 }]);
  });
});

test.each(['red \x1b[31m', 'bell \x07', 'del \x7f'])('%j has a control character, and is kept', (caption) => {
  expect(judge(caption)).toMatchObject([{ reason: 'control-in-caption', offset: caption.search(/\p{Cc}/u) }]);
});

test('a caption of 3.5 million characters is kept and told', () => {
  expect(judge('字'.repeat(3_500_000))).toMatchObject([
    { reason: 'long-caption', detail: '3,500,000 characters' },
  ]);
});
