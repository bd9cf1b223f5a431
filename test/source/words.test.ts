import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseYaml, valueOf } from '../../src/source/parse-yaml.ts';
import { makeSourceFile } from '../../src/source/source-file.ts';

const read = (text: string): unknown => valueOf(parseYaml(makeSourceFile('words.yaml', text)));

describe('a plain word', () => {
  it.each([
    'null',
    'Null',
    'nULL',
    'true',
    'TRUE',
    'tRue',
    'False',
    'fALSE',
    'nullable',
    'true-ish',
    'e5',
    'NaN',
    'inf',
  ])('is read as the core schema has it: %s', (word) => {
    expect(read(`a: ${word}`)).toEqual(parse(`a: ${word}`));
  });

  it('is read as the core schema has it, whatever it is made of', () => {
    const parts = [
      'null',
      'true',
      'False',
      'a',
      'E',
      'x',
      'o',
      '0',
      '12',
      '.',
      '-',
      '+',
      '_',
      'inf',
      'nan',
      '/',
      '~',
    ];
    const word = fc
      .array(fc.constantFrom(...parts), { minLength: 1, maxLength: 5 })
      .map((drawn) => drawn.join(''));
    const isOdd = (text: string): boolean => /^(-|---|\.\.\.)/.test(text);
    fc.assert(
      fc.property(
        word.filter((text) => !isOdd(text)),
        (text) => {
          expect(read(`a: [${text}]`)).toEqual(parse(`a: [${text}]`));
        },
      ),
      { numRuns: 3000 },
    );
  });
});
