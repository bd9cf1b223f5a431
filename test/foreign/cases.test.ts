import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Beside } from '../../src/foreign/beside.ts';
import { judgeForeign } from '../../src/foreign/index.ts';

interface Expected {
  readonly verdict: string;
  readonly must: readonly { readonly severity: string; readonly where: string; readonly why: string }[];
}

const ROOT = 'test/cases/foreign';

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** What the case says of the training. */
function besideOf(folder: string): Beside {
  const path = join(folder, 'experiment.json');
  if (!existsSync(path)) return {};
  const { gpus, method, trainable, ema, base, reso_step } = readJson(path) as Record<string, unknown>; // our own file
  return {
    ...(typeof gpus === 'number' && { world: gpus }),
    ...(typeof trainable === 'number' && { trainable }),
    ...(typeof base === 'number' && { base }),
    ...(typeof reso_step === 'number' && { step: reso_step }),
    lora: method === 'lora',
    ema: ema !== undefined,
  };
}

/** `file:line:column` lies in the finding, or, for a column past its line, at its end. */
function isAt({ span }: Diagnostic, where: string): boolean {
  const [, line = '1', column = '1'] = /:(\d+):(\d+)$/.exec(where) ?? [];
  const offset = (span.file.lineStarts[Number(line) - 1] ?? -1) + Number(column) - 1;
  return span.start <= offset && offset <= Math.max(span.end, span.start);
}

const verdictOf = (findings: readonly Diagnostic[]): string =>
  findings.some(({ severity }) => severity === 'error')
    ? 'ERROR'
    : findings.some(({ severity }) => severity === 'warning')
      ? 'WARN'
      : 'OK';

describe('a case of the field', () => {
  it.each(readdirSync(ROOT))('%s has its verdict, and each finding at its place', (name) => {
    const folder = join(ROOT, name);
    const { verdict, must } = readJson(join(folder, 'expect.json')) as Expected; // our own file
    const inputs = readdirSync(folder).filter((file) => !/^(expect|experiment)\.json$/.test(file));
    const judged = inputs.map((file) => {
      const path = join(folder, file);
      return { file, judged: judgeForeign(path, readFileSync(path), besideOf(folder)) };
    });
    for (const each of judged) expect(each.judged, each.file).toBeDefined();
    const findings = judged.flatMap((each) => each.judged?.diagnostics ?? []);
    const shown = findings.map(
      ({ severity, span, message }) => `${severity} ${span.file.path}@${span.start}: ${message}`,
    );
    for (const { severity, where, why } of must)
      expect(
        findings.some(
          (finding) =>
            finding.severity === severity &&
            where.startsWith(finding.span.file.path.slice(folder.length + 1)) &&
            isAt(finding, where),
        ),
        `${where} ${why}\n${shown.join('\n')}`,
      ).toBe(true);
    expect(verdictOf(findings), shown.join('\n')).toBe(verdict);
  });
});
