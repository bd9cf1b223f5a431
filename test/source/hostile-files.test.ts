import { describe, expect, it } from 'vitest';
import { load } from '../../src/source/load.ts';

/** Files that are made to be large, deep or many; none may take long or end the process. */
const FILES: readonly { readonly name: string; readonly text: string; readonly code: string | undefined }[] =
  [
    { name: 'ten thousand brackets', text: '['.repeat(10_000), code: 'yaml/too-deep' },
    { name: 'a hundred thousand brackets', text: '['.repeat(100_000), code: 'yaml/too-deep' },
    { name: 'maps in maps on one line', text: '{a: '.repeat(20_000), code: 'yaml/too-deep' },
    { name: 'lists in lists on one line', text: '- '.repeat(50_000), code: 'yaml/too-deep' },
    { name: 'question marks', text: '? '.repeat(50_000), code: 'yaml/too-deep' },
    { name: 'blocks in blocks', text: lines(300, (line) => `${' '.repeat(line)}a:`), code: 'yaml/too-deep' },
    { name: 'sixty levels', text: `a: ${'['.repeat(60)}${']'.repeat(60)}`, code: undefined },
    { name: 'sixty thousand lines', text: '#\n'.repeat(60_000), code: 'yaml/empty' },
    { name: 'ten thousand keys', text: lines(10_000, (line) => `k${line}: 1`), code: undefined },
    { name: 'one key ten thousand times', text: 'a: 1\n'.repeat(10_000), code: 'yaml/duplicate-key' },
    { name: 'a line of 120,000 characters', text: `a: ${'x'.repeat(120_000)}`, code: undefined },
    { name: 'a key of 120,000 characters', text: `${'x'.repeat(120_000)}: 1`, code: 'yaml/long-key' },
    { name: 'quotes', text: '"'.repeat(100_001), code: 'yaml/unexpected' },
    { name: 'anchors', text: `a: ${'&a '.repeat(20_000)}`, code: 'yaml/anchor-or-tag' },
    { name: 'aliases', text: `a: &a [x]\nb:\n${'  - *a\n'.repeat(15_000)}`, code: 'yaml/too-many-aliases' },
    { name: 'documents', text: '---\n'.repeat(30_000), code: 'yaml/second-document' },
    { name: 'colons', text: ':'.repeat(100_000), code: 'yaml/long-key' },
    { name: 'percent signs', text: '%'.repeat(100_000), code: 'yaml/empty' },
    { name: 'full-width colons', text: '：'.repeat(40_000), code: undefined },
    { name: 'digits', text: `seed: ${'9'.repeat(120_000)}`, code: 'yaml/number' },
    {
      name: 'a hundred thousand lines',
      text: lines(100_000, (line) => `k${line}: 1`),
      code: 'yaml/too-large',
    },
    { name: 'a megabyte', text: 'x'.repeat(1_000_000), code: 'yaml/too-large' },
  ];

function lines(count: number, text: (line: number) => string): string {
  return Array.from({ length: count }, (_, line) => text(line)).join('\n');
}

describe('files that are made to break the parser', () => {
  it.each(FILES)('answers $name', async ({ text, code }) => {
    const { findings, value } = await load('', 'hostile.yaml', Buffer.from(text));
    expect(findings[0]?.code).toBe(code);
    expect(value === undefined).toBe(code !== undefined);
  });
});
