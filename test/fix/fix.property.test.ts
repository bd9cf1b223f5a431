import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile.ts';
import { type Drafts, fixFile } from '../../src/fix/fix-files.ts';
import { experimentText, makeFolder } from '../support/ditc.ts';

/** Faults that have one right text, and that text. */
const FAULTS = {
  batch: ['bacth', 'batch'],
  length: ['lenght', 'length'],
  optimizer: ['optimiser', 'optimizer'],
  every: ['evry', 'every'],
  rank: ['ranck', 'rank'],
  gpu: ['gpuu', 'gpu'],
} as const;

type Word = keyof typeof FAULTS;

/** An experiment with faults, and the same without, apart from the faults byte for byte. */
const arbitraryFaults = fc
  .record({
    words: fc.subarray(Object.keys(FAULTS) as Word[]), // the keys of the table above
    exponent: fc.integer({ min: 4, max: 6 }),
    portable: fc.boolean(),
    mark: fc.constantFrom('', '\ufeff'),
    newline: fc.constantFrom('\n', '\r\n'),
    end: fc.constantFrom('', '\n', '\n\n', '  # 完 😀\n'),
    comment: fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .filter((text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(text)),
  })
  .map(({ words, exponent, portable, mark, newline, end, comment }) => {
    const text = (faulty: boolean): string => {
      const number = portable || !faulty ? `1.0e-${exponent}` : `1e-${exponent}`;
      const lines = experimentText(['{lr: 1.0e-4}', `{ lr:   ${number} }  # 1e-4 ${comment}`])
        .trimEnd()
        .split('\n');
      const spelt = lines.map((line) =>
        words.reduce((now, word) => {
          const at = new RegExp(`(^|[ {])${word}(?=:)`);
          return faulty ? now.replace(at, `$1${FAULTS[word][0]}`) : now;
        }, line),
      );
      return mark + spelt.join(newline) + end.replaceAll('\n', newline);
    };
    return { faulty: text(true), right: text(false) };
  });

async function fixed(text: string): Promise<string> {
  const cwd = makeFolder({ 'porcelain.csv': 'image_path,text\n', 'a.yaml': text });
  const drafts: Drafts = { files: new Map(), fixes: 0 };
  const check = async (bytes: Uint8Array | undefined) =>
    (await compile({ file: 'a.yaml', cwd, bytes, until: 'rules' })).diagnostics;
  await fixFile({ file: 'a.yaml', cwd, isTrial: true, check }, drafts);
  const [draft] = drafts.files.values();
  return draft ? draft.mark + draft.now : text;
}

describe('fixing any experiment with faults of spelling and numbers', () => {
  it('gives the right text, keeps every other byte, and finds nothing to do in it again', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryFaults, async ({ faulty, right }) => {
        const once = await fixed(faulty);
        expect(once).toBe(right);
        expect(await fixed(once)).toBe(once);
      }),
      { numRuns: 100 },
    );
  });
});
