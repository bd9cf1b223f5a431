import fc from 'fast-check';
import { expect, test } from 'vitest';
import { portablePattern } from '../../src/captions/pattern/portable-pattern.ts';
import { portabilityTrouble } from '../../src/captions/portability-trouble.ts';
import { drawHere, drawInPython, hasPython, type Task } from './in-python.ts';
import { prose, recipeOf } from './recipe-of.ts';

test.each([
  ['(?<year>\\d+)', '`(?<` names a group, which the two write differently; a plain `(` does here'],
  ['(?P<year>\\d+)', '`(?P<` names a group, which the two write differently; a plain `(` does here'],
  ['(?P=year)', '`(?P=` refers to a named group of Python'],
  ['(a)\\1', '`\\1` refers back to a group, which the two do differently'],
  ['\\k<a>', '`\\k<a>` refers back to a group, which the two do differently'],
  ['(?i)saber', '`(?i` begins inline flags, which not every version of the two has'],
  ['(?i:saber)', '`(?i` begins inline flags, which not every version of the two has'],
  ['(?#note)a', '`(?#` is a comment of Python'],
  ['(?>a)', '`(?>` is an atomic group, which JavaScript does not have'],
  ['(a)?(?(1)b|c)', '`(?(` is a condition of Python'],
  ['a++', '`++` is a possessive quantifier, which JavaScript does not have'],
  ['a{2}+', '`{2}+` is a possessive quantifier, which JavaScript does not have'],
  ['a{,3}', '`{,3}` is a count in Python only; write `{0,3}`'],
  ['a{70000}', '`{70000}` counts further than 65535'],
  ['\\Ayear', '`\\A` is an anchor that JavaScript does not have; write `^` or `$`'],
  ['year\\Z', '`\\Z` is an anchor that JavaScript does not have; write `^` or `$`'],
  ['\\p{Han}', '`\\p{Han}` is a property that Python does not have; write the characters, as in `[一-鿿]`'],
  ['[\\P{Han}]', '`\\P{Han}` is a property that Python does not have; write the characters, as in `[一-鿿]`'],
  ['\\u{1F600}', '`\\u{1F600}` is read by JavaScript only; write the character itself'],
  ['\\ud83d\\ude00', '`\\ud83d` is read by JavaScript only; write the character itself'],
  ['\\cA', '`\\cA` is not an escape that both have'],
  ['\\h+', '`\\h` is not an escape that both have'],
  ['[^\\S]', '`\\S` within `[]` is not the same in the two; write `(?:…|\\S)`'],
  ['[]a', '`[]` is a class of nothing in JavaScript only'],
  ['a[^]b', '`[^]` is any character in JavaScript only; write `.`'],
  ['[[:alpha:]]', '`[` within a class may begin a set in Python; write `\\[`'],
  ['[a--b]', '`--` within a class may join sets in Python; write one'],
  ['(?<=a+)b', 'a lookbehind `(?<=` of more than one width is read by JavaScript only'],
  ['(?<!a|bc)d', 'a lookbehind `(?<!` of more than one width is read by JavaScript only'],
  ['(a*)+', 'a group that can match nothing is repeated'],
  ['(?:|a)?', 'a group that can match nothing is repeated'],
  ['(?=a)*', 'it is not a regular expression (invalid quantifier)'],
  ['(a', 'it is not a regular expression (unterminated group)'],
  ['[a', 'it is not a regular expression (unterminated character class)'],
  ['a\\', 'it is not a regular expression (a `\\` at its end)'],
])('%s cannot be used: %s', (pattern, trouble) => {
  expect(portabilityTrouble(pattern)).toBe(trouble);
});

test.each([
  '^(year )?(19|20)\\d\\d$|^(newest|recent|mid|early|old)$',
  '\\s\\S[\\s,]',
  '(?:a|b)+?c*[^\\]\\d-]{1,3}',
  '(?<=ab|cd)e(?!f)',
  '^(?!.*saber)',
  '[+*?]+\\++',
  '[(?<]',
  '\\bmiku\\B',
  'x\\x41\\u4e00\\t\\/',
])('%s is the same in both', (pattern) => {
  expect(portabilityTrouble(pattern)).toBeUndefined();
});

test('what is replaced is not nothing', () => {
  expect(portabilityTrouble('a*', 'replace')).toBe(
    'it can match nothing, and nothing is between any two letters',
  );
  expect(portabilityTrouble('a*')).toBeUndefined();
  expect(portabilityTrouble('a*b|c', 'replace')).toBeUndefined();
});

test('blanks are written out', () => {
  expect(portablePattern('a\\s[\\s,]\\S\\\\s')).toMatch(/^a\[(.*)\]\[\1,\]\[\^\1\]\\\\s$/);
});

const atom = fc.constantFrom(
  ...[
    'a',
    'b',
    'é',
    '初',
    '😀',
    '.',
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
    '\\b',
    '\\B',
    '^',
    '$',
    '\\.',
    '1',
    '_',
    ' ',
  ],
  ...['[a-c]', '[^a]', '[\\s_]', '[^\\w]', '[\\d-]', '[初é]', '[^\\]-]', '\\n', '\\u00e9', '(?=a)', '(?!b)'],
);
const { expression } = fc.letrec<{ expression: string; term: string }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    atom,
    fc
      .tuple(atom, fc.constantFrom('*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}'))
      .map((parts) => parts.join('')),
    fc
      .tuple(
        fc.constantFrom('(', '(?:', '(?=', '(?!', '(?<=', '(?<!'),
        tie('expression'),
        fc.constantFrom(')', ')', ')+', ')?', ')*?', '){2}'),
      )
      .map((parts) => parts.join('')),
  ),
  expression: fc
    .array(fc.array(tie('term'), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 })
    .map((alternatives) => alternatives.map((terms) => terms.join('')).join('|')),
}));
const subject = fc
  .array(fc.constantFrom(...'aab1_. é初😀\u3000\u0085\u001f\n\r\u2028٣K'), { minLength: 1, maxLength: 12 })
  .map((letters) => letters.join(''));

test.skipIf(!hasPython)('patterns without trouble find the same in Python', () => {
  const portable = expression.filter((pattern) => portabilityTrouble(pattern, 'replace') === undefined);
  const cases = fc.sample(fc.tuple(portable, fc.array(subject, { minLength: 8, maxLength: 8 })), {
    numRuns: 3000,
    seed: 3,
  });
  const tasks = cases.map(([pattern, texts]): Task => ({
    recipe: recipeOf([{ verb: 'replace', pattern: portablePattern(pattern), with: '<>', p: 1 }], {
      variants: [prose],
    }),
    images: texts.map((text) => ({ prose: text })),
    samples: texts.map((_, i) => [i, 0, i] as const),
  }));
  const there = drawInPython(tasks);
  const different = tasks.flatMap((task, i) => {
    const here = drawHere(task);
    return here.flatMap((answer, j) =>
      answer[0] === there[i]?.[j]?.[0]
        ? []
        : [[cases[i]?.[0], cases[i]?.[1][j], answer[0], there[i]?.[j]?.[0]]],
    );
  });
  expect(different).toEqual([]);
});
