import { patternPortable } from '../../src/rules/pattern-portable.ts';
import { testRule } from '../support/test-rule.ts';

const year = (pattern: string): { captions: object } => ({ captions: { classes: { year: { pattern } } } });
const replaced = (pattern: string): { captions: object } => ({
  captions: { edits: [{ replace: { pattern, with: 'jug' } }] },
});

const AT = 'captions.classes.year.pattern';
const REPLACED_AT = 'captions.edits[0].replace.pattern';

/** A pattern that is refused, and the reason. */
const FOREIGN: readonly (readonly [pattern: string, says: string])[] = [
  ['(?P<year>19|20)', '`(?P<` names a group'],
  ['(?i)newest', '`(?i` begins inline flags'],
  ['\\p{Han}+', '`\\p{Han}` is a property that Python does not have'],
  ['\\Anewest', '`\\A` is an anchor that JavaScript does not have'],
  ['(a)\\1', '`\\1` refers back to a group'],
  ['a++', '`++` is a possessive quantifier'],
  ['[]', '`[]` is a class of nothing'],
  ['(?<=a+)b', 'a lookbehind `(?<=` of more than one width'],
  ['(a*)+', 'a group that can match nothing is repeated'],
  ['(newest', 'it is not a regular expression (unterminated group)'],
];

testRule(patternPortable, [
  { name: 'takes what both read alike', change: year('^(year )?(19|20)\\d\\d$|^(newest|old)$'), expect: [] },
  { name: 'takes a lookbehind of one width', change: year('(?<!no )humans'), expect: [] },
  { name: 'takes a pattern of a class that can match nothing', change: year('(19)?'), expect: [] },
  { name: 'takes a text to replace', change: replaced('\\bvases?\\b'), expect: [] },
  {
    name: 'has nothing to say about lists and dictionaries',
    change: { captions: { classes: { a: { list: '(?i).txt' }, b: { dictionary: '(?i).tsv' } } } },
    expect: [],
  },
  ...FOREIGN.map(([pattern, says]) => ({
    name: `refuses ${pattern} in a class`,
    change: year(pattern),
    expect: [{ message: 'foreign', at: AT, says: `the pattern \`${pattern}\` cannot be used: ${says}` }],
  })),
  {
    name: 'refuses in an edit what it refuses in a class',
    change: replaced('(?P<year>19|20)'),
    expect: [{ message: 'foreign', at: REPLACED_AT, says: '`(?P<` names a group' }],
  },
  {
    name: 'does not replace what can match nothing',
    change: replaced('(19)?'),
    expect: [{ message: 'foreign', at: REPLACED_AT, says: 'it can match nothing' }],
  },
]);
