import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { reporters } from '../../src/report/index.ts';
import { viewOf } from '../../src/report/view.ts';
import { checkShape } from '../../src/schema/check-shape.ts';
import { load } from '../../src/source/load.ts';
import { noColors } from '../support/no-colors.ts';

const CASES = new URL('../cases/schema/', import.meta.url);
const names = readdirSync(CASES).filter((file) => file.endsWith('.yaml'));

async function findingsOf(name: string): Promise<readonly Diagnostic[]> {
  const parsed = await load('', name, readFileSync(new URL(name, CASES)));
  expect(parsed.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const shape = await checkShape(parsed, name.startsWith('machine-file') ? 'machine' : 'experiment');
  return 'findings' in shape ? shape.findings : [];
}

/** The findings in line format, each with its advice under it. */
async function report(name: string): Promise<string> {
  const views = (await findingsOf(name)).map(viewOf);
  const blocks = views.map((view) => {
    const line = reporters['line']?.({ diagnostics: [view], files: 1, filesWithFindings: 1 }, noColors);
    return `${line}  ${view.help ?? '(no help)'}\n${view.fix ? `  fix: ${view.fix.title}\n` : ''}`;
  });
  return blocks.join('');
}

describe('mistakes against the schema', () => {
  it.each(names)('describes %s', async (name) => {
    await expect(await report(name)).toMatchFileSnapshot(
      new URL(name.replace(/yaml$/, 'txt'), CASES).pathname,
    );
  });

  it.each(names)('finds something in %s, and says it in our words', async (name) => {
    const findings = await findingsOf(name);
    expect(findings).not.toEqual([]);
    for (const { message, help, severity, code } of findings) {
      expect(severity).toBe('error');
      expect(code).toMatch(/^schema\/[a-z-]+$/);
      expect(message).toMatch(/^[`a-z].*[^.]$/su);
      expect(message).not.toMatch(
        /must NOT|must be equal|must match|instancePath|schemaPath|should|undefined|\[object/,
      );
      expect(help ?? 'No help.').toMatch(/^([A-Z]|`).*[.?]$/su);
      expect(help ?? '').not.toMatch(/must NOT|undefined|\[object|\.\.$/);
      // eslint-disable-next-line no-control-regex -- a value of the file must not reach the terminal as it is
      expect(`${message}${help}`).not.toMatch(/[\u0000-\u001f\u007f]/);
    }
  });
});
