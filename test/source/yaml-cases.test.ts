import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reporters } from '../../src/report/index.ts';
import { type DiagnosticView, viewOf } from '../../src/report/view.ts';
import { load } from '../../src/source/load.ts';
import { describedCodes } from '../../src/source/parser-errors.ts';
import { noColors } from '../support/no-colors.ts';

const CASES = new URL('../cases/yaml/', import.meta.url);

const cases = readdirSync(CASES).flatMap((code) =>
  readdirSync(new URL(`${code}/`, CASES))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({ code, file, url: new URL(`${code}/${file}`, CASES) })),
);

async function findingsOf(url: URL, name: string): Promise<DiagnosticView[]> {
  const { findings } = await load('', name, readFileSync(url));
  return findings.map(viewOf);
}

describe('YAML files', () => {
  it.each(cases)('gives the expected findings for $code/$file', async ({ file, url }) => {
    const diagnostics = await findingsOf(url, file);
    const lines = reporters['line']?.({ diagnostics, files: 1, filesWithFindings: 1 }, noColors) ?? '';
    await expect(lines).toMatchFileSnapshot(url.pathname.replace(/\.yaml$/, '.txt'));
  });

  it.each(cases)(
    'says what the folder of $code/$file is named for, or nothing',
    async ({ code, file, url }) => {
      const codes = new Set((await findingsOf(url, file)).map((finding) => finding.code));
      const isSilent = code === 'ok' || /(^|-)ok[-.]/.test(file);
      expect([...codes]).toEqual(isSilent ? [] : expect.arrayContaining([`yaml/${code}`]));
    },
  );

  it.each(cases)(
    'blames text that lies in $code/$file, in words that follow the rules',
    async ({ file, url }) => {
      const { findings } = await load('', file, readFileSync(url));
      for (const { span, message, help } of findings) {
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeGreaterThanOrEqual(span.start);
        expect(span.end).toBeLessThanOrEqual(span.file.text.length);
        expect(message).toMatch(/^([`a-z]|PyYAML ).*[^.]$/su);
        expect(help).toMatch(/^[A-Z`].*[.?]$/su);
      }
    },
  );

  it('has words for every error of the parser', () => {
    const types = readFileSync(new URL('../../node_modules/yaml/dist/errors.d.ts', import.meta.url), 'utf8');
    const codes = [...(/type ErrorCode = (.*);/.exec(types)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(
      (match) => match[1],
    );
    expect(codes.length).toBeGreaterThan(20);
    expect([...describedCodes].sort()).toEqual(codes.sort());
  });
});
