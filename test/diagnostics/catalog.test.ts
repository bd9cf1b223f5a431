import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../src/diagnostics/catalog.ts';

const codes = Object.keys(catalog);

/** Codes of findings about files that stand in the sources. */
function codesInSources(): Set<string> {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('catalog.ts'),
  );
  const texts = files.map((name) => readFileSync(join('src', name), 'utf8'));
  return new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/'((?:yaml|schema|allow|override|captions)\/[a-z0-9-]+)'/g)].map(
        (match) => match[1] ?? '',
      ),
    ),
  );
}

describe('the catalog', () => {
  it('has every code of the sources, and no other', () => {
    expect([...codesInSources()].sort()).toEqual([...codes].sort());
  });

  it.each(codes)('explains %s in full sentences', (code) => {
    expect(catalog[code]).toMatch(/^[A-Z`].*\.$/);
  });

  // A file that is too large is made by the test of hostile files.
  it.each(codes.filter((code) => code.startsWith('yaml/') && code !== 'yaml/too-large'))(
    'has a case for %s',
    (code) => {
      const names = readdirSync(join('test/cases', code)).filter((name) => name.endsWith('.txt'));
      const texts = names.map((name) => readFileSync(join('test/cases', code, name), 'utf8'));
      expect(texts.some((text) => text.includes(`[${code}]`))).toBe(true);
    },
  );

  it('has a case for every code of the schema', () => {
    const names = readdirSync('test/cases/schema').filter((name) => name.endsWith('.txt'));
    const text = names.map((name) => readFileSync(join('test/cases/schema', name), 'utf8')).join('');
    expect(codes.filter((code) => code.startsWith('schema/') && !text.includes(`[${code}]`))).toEqual([]);
  });
});
