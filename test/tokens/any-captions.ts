import fc from 'fast-check';

const WORDS = [
  'plate',
  'teapot',
  'porcelain',
  'blue',
  'year',
  'masterpiece',
  'Ming',
  'Qing',
  'glaze',
  'dragon',
  'Crème',
  'brûlée',
  'naïve',
  'ÀÉÎ',
  'Straße',
  'İstanbul',
  'Ελληνικός',
  'привет',
  '한국어',
  'かわいい',
  'カタカナ',
  'ﾊﾝｶｸ',
  'Ｆｕｌｌ',
  '１２３',
  'ﬁne',
  '½',
  '…',
  '㍿',
  'e\u0301',
  'don\u2019t',
  'x'.repeat(101),
  'blue-and-white',
  'v1.2',
  '2019',
  '1024x1024',
  '$5',
  '50%',
  'a_b',
  '<lora:plate:0.8>',
  '(blue:1.2)',
  '[PAD]',
  '[SEP]',
  '😀',
  '👩‍👩‍👧',
  '🇨🇳',
  '❤️',
  '🏺',
];
const CHINESE = [...'青花瓷风格盘子一只茶壶龙凤呈祥白底蓝花缠枝莲纹明代清代官窑景德镇，。、：《》！'];
const RARE = ['𠮷', '𠮷𠮷', '𪚥', '㐂', '豈', '〇', '々'];
const SPACES = [
  ' ',
  ' ',
  ' ',
  '',
  ', ',
  '，',
  '\t',
  '\n',
  '  ',
  '\u3000',
  '\u00a0',
  '\u200b',
  '\ufeff',
  '\u0001',
];

/** Captions of what people write, and of what they hardly do. */
export function anyCaptions(count: number, seed: number): readonly string[] {
  const part = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...WORDS) },
    { weight: 5, arbitrary: fc.string({ unit: fc.constantFrom(...CHINESE), minLength: 1, maxLength: 12 }) },
    { weight: 1, arbitrary: fc.constantFrom(...RARE) },
  );
  const caption = fc
    .array(fc.tuple(part, fc.constantFrom(...SPACES)), { maxLength: 40 })
    .map((parts) => parts.flat().join(''));
  return fc.sample(caption, { numRuns: count, seed });
}
