import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import fc from 'fast-check';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { type CST, type Document, parseDocument, Parser } from 'yaml';
import { fastYaml } from '../../scripts/fast-yaml.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Bundled {
  readonly Parser: new () => { parse(text: string): Iterable<CST.Token> };
  readonly parseDocument: (text: string) => Document;
}

describe('the parser of the bundle', () => {
  const readSame = (bundled: Bundled, text: string): void => {
    expect([...new bundled.Parser().parse(text)]).toEqual([...new Parser().parse(text)]);
    expect(readingOf(bundled.parseDocument(text))).toEqual(readingOf(parseDocument(text)));
  };

  it('reads the same in every YAML file of the tests', async () => {
    const bundled = await bundleParser();
    const files = globSync(['test/**/*.{yaml,yml}', 'examples/**/*.yaml'], {
      ignore: '**/too-deep/**', // vitest itself compares no deeper
    });
    expect(files.length).toBeGreaterThan(300);
    for (const file of files) readSame(bundled, readFileSync(file, 'utf8'));
  });

  it('reads the same in any text made of what YAML gives a meaning', async () => {
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
      fc.property(text, (drawn) => readSame(bundled, drawn)),
      { numRuns: 2000 },
    );
  });
});

/** What a document says: its faults, and its value or why there is none. */
function readingOf(document: Document): unknown {
  const errors = document.errors.map(({ code, pos, message }) => [code, pos, message]);
  try {
    return {
      errors,
      value: document.toJS({ mapAsMap: true }),
      text: errors.length === 0 && document.toString(),
    };
  } catch (error) {
    return { errors, trouble: String(error) };
  }
}

/** The parser as the build bundles it. */
async function bundleParser(): Promise<Bundled> {
  const outfile = join(temporaryFolder(), 'parser.mjs');
  const contents = "export { Parser, parseDocument } from './node_modules/yaml/browser/index.js';";
  await build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    format: 'esm',
    outfile,
    plugins: [fastYaml],
  });
  const bundled = readFileSync(outfile, 'utf8');
  expect(bundled).toContain('this.tokens.push');
  expect(bundled.match(/this\[NODE_TYPE\] = /g)).toHaveLength(2);
  return (await import(outfile)) as Bundled; // the export of the line above
}
