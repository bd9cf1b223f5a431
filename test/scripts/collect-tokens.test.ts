import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import fc from 'fast-check';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { type CST, Parser } from 'yaml';
import { collectTokens } from '../../scripts/collect-tokens.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Bundled {
  readonly Parser: new () => { parse(text: string): Iterable<CST.Token> };
}

describe('the parser of the bundle', () => {
  const sameTokens = (bundled: Bundled, text: string): void => {
    expect([...new bundled.Parser().parse(text)]).toEqual([...new Parser().parse(text)]);
  };

  it('finds the same tokens in every YAML file of the tests', async () => {
    const bundled = await bundleParser();
    const files = globSync(['test/**/*.{yaml,yml}', 'examples/**/*.yaml'], {
      ignore: '**/too-deep/**', // vitest itself compares no deeper
    });
    expect(files.length).toBeGreaterThan(300);
    for (const file of files) sameTokens(bundled, readFileSync(file, 'utf8'));
  });

  it('finds the same tokens in any text made of what YAML gives a meaning', async () => {
    const bundled = await bundleParser();
    const words = [
      'a',
      ': ',
      ':',
      '- ',
      '? ',
      '\n',
      '\n  ',
      '\n    ',
      '\t',
      ' ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"',
      "'",
    ];
    const marks = [
      '|\n',
      '>-\n',
      '# b',
      '&c ',
      '*c',
      '!d ',
      '!<e> ',
      '---\n',
      '...\n',
      '%YAML 1.2\n',
      '\r\n',
      '\\',
    ];
    const text = fc
      .array(fc.constantFrom(...words, ...marks), { maxLength: 40 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (drawn) => sameTokens(bundled, drawn)),
      { numRuns: 2000 },
    );
  });
});

/** The parser as the build bundles it. */
async function bundleParser(): Promise<Bundled> {
  const outfile = join(temporaryFolder(), 'parser.mjs');
  const contents = "export { Parser } from './node_modules/yaml/browser/index.js';";
  await build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    format: 'esm',
    outfile,
    plugins: [collectTokens],
  });
  expect(readFileSync(outfile, 'utf8')).toContain('this.tokens.push');
  return (await import(outfile)) as Bundled; // the export of the line above
}
