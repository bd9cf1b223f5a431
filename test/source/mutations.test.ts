import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile.ts';
import { DitcError } from '../../src/errors.ts';
import { viewOf } from '../../src/report/view.ts';
import { parseYaml } from '../../src/source/parse-yaml.ts';
import { makeSourceFile, positionAt } from '../../src/source/source-file.ts';
import { experimentText } from '../support/ditc.ts';

const TEXT = experimentText();

/** Pieces of syntax and of other scripts that hands and editors put into files. */
const PIECES = [
  ...[
    '\t',
    '\n',
    '\r\n',
    ' ',
    '  ',
    ':',
    ': ',
    ',',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '#',
    '&a ',
    '*a',
    '!!int ',
    '<<: ',
    '|',
    '>',
    '? ',
    '%',
    '@',
  ],
  ...[
    '---\n',
    '...\n',
    '\u00a0',
    '\u3000',
    '：',
    '，',
    '８',
    '青花',
    '🏺',
    '“',
    '\ufeff',
    '\u200b',
    '\0',
    '\u001b',
    '\u2028',
    '\\',
  ],
  ...[
    'null',
    '~',
    'yes',
    '010',
    '1e-4',
    '1:30',
    '.nan',
    '99999999999999999999',
    '-1',
    '0',
    '{}',
    '[]',
    'kind',
    '__proto__: 1\n',
    'constructor',
    'lora',
  ],
];

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(TEXT.length),
  remove: fc.oneof(fc.constant(0), fc.nat(12)),
  insert: fc.oneof(fc.constantFrom('', ...PIECES), fc.string({ unit: 'grapheme', maxLength: 6 })),
});

const apply = (text: string, { at, remove, insert }: Edit): string =>
  text.slice(0, at) + insert + text.slice(at + remove);

const mutated = fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) => edits.reduce(apply, TEXT));

describe('any small change of a valid file', () => {
  it('is compiled or answered with findings inside of the file, never with another exception', async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async (text) => {
        const compiled = await compile({
          file: '-',
          bytes: Buffer.from(text),
          cwd: '/nowhere',
          until: 'rules',
        }).catch((error: unknown) => {
          expect(error).toBeInstanceOf(DitcError);
          return undefined;
        });
        for (const finding of compiled?.diagnostics ?? []) {
          const { file, start, end } = finding.span;
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(file.text.length);
          expect(finding.message).toMatch(/^([`a-z]|PyYAML )/);
          const { line, column, endLine, excerpt } = viewOf(finding);
          expect(line).toBeGreaterThanOrEqual(1);
          expect(endLine).toBeGreaterThanOrEqual(line);
          expect(column).toBeLessThanOrEqual([...(excerpt.at(-1)?.text ?? '')].length + 2);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('keeps its value when every fix is applied', () => {
    const number = fc.tuple(
      fc.constantFrom('', '-', '+'),
      fc.constantFrom('1', '25', '1.', '.5', '2.50'),
      fc.constantFrom('e', 'E'),
      fc.constantFrom('3', '-4', '+10'),
    );
    const ratio = fc
      .tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 0, max: 59 }))
      .map(([a, b]) => `${a}:${b}`);
    const value = fc.oneof(
      number.map((parts) => parts.join('')),
      ratio,
    );
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 6 }).map((rest) => ['1e-4', ...rest]),
        fc.constantFrom('\n- ', ', '),
        (values, join) => {
          const text = join === ', ' ? `青花: [${values.join(join)}]` : `- ${values.join(join)}`;
          const before = parseYaml(makeSourceFile('porcelain.yaml', text));
          const edits = before.findings.flatMap(({ fix }) => fix?.edits ?? []);
          expect(edits.length).toBeGreaterThan(0);
          const fixed = edits
            .toSorted((a, b) => b.start - a.start)
            .reduce((whole, { start, end, text: by }) => whole.slice(0, start) + by + whole.slice(end), text);
          const after = parseYaml(makeSourceFile('porcelain.yaml', fixed));
          expect(after.value).toEqual(before.value);
          expect(after.findings).toEqual([]);
        },
      ),
    );
  });
});

describe('positions', () => {
  it('agree with counting, for any text', () => {
    const unit = fc.constantFrom('a', '\t', '\n', '\r\n', '青', '🏺', '\u0301');
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 60 }), fc.nat(60), (units, cut) => {
        const before = units.slice(0, cut).join('');
        const lines = before.split('\n');
        expect(positionAt(makeSourceFile('porcelain.yaml', units.join('')), before.length)).toEqual({
          line: lines.length,
          column: [...(lines.at(-1) ?? '')].length + 1,
        });
      }),
    );
  });
});
