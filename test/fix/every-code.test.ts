import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { diffLines } from 'diff';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { checkAny } from '../../src/cli/commands/check-file.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { editsOf } from '../../src/fix/edits-of.ts';
import { type Drafts, fixFile } from '../../src/fix/fix-files.ts';
import { positionAt } from '../../src/source/source-file.ts';

/** Every file of the cases that a fix may be offered in. */
const FILES = globSync(
  [
    'rule/*/fires.yaml',
    'schema/*.yaml',
    'yaml/*/*.yaml',
    'fix/*',
    'foreign/*/*.{json,yaml}',
    'foreign/*/hosts',
  ],
  {
    cwd: 'test/cases',
    ignore: ['**/{expect,experiment}.json'],
  },
).map((path) => resolve('test/cases', path));

interface Outcome {
  readonly fixable: readonly Diagnostic[];
  readonly before: string;
  readonly after: string;
  readonly left: readonly Diagnostic[];
}

const hasFix = ({ fix }: Diagnostic): boolean => fix !== undefined;

/** Fixes a file in memory, and keeps what was fixable on the way. */
async function fixed(path: string): Promise<Outcome> {
  const [file, cwd] = [path.slice(dirname(path).length + 1), dirname(path)];
  const fixable: Diagnostic[] = [];
  const check = async (bytes: Uint8Array | undefined): Promise<readonly Diagnostic[]> => {
    const { diagnostics } = await checkAny({ file, bytes, cwd }, () => Promise.resolve(undefined));
    return diagnostics.filter(({ span }) => span.file.path === file);
  };
  const drafts: Drafts = { files: new Map(), fixes: 0 };
  const recorded = async (bytes: Uint8Array | undefined): Promise<readonly Diagnostic[]> => {
    const diagnostics = await check(bytes);
    fixable.push(...diagnostics.filter(hasFix));
    return diagnostics;
  };
  await fixFile({ file, cwd, isTrial: true, check: recorded }, drafts);
  const [draft] = drafts.files.values();
  const before = readFileSync(path, 'utf8');
  const after = draft ? draft.mark + draft.now : before;
  return { fixable, before, after, left: await check(Buffer.from(after)) };
}

/** Lines of a text that another does not have. */
function changedLines(before: string, after: string): readonly number[] {
  let line = 1;
  return diffLines(before, after).flatMap(({ removed, added, count }) => {
    const start = line;
    if (added !== true) line += count;
    return removed === true ? Array.from({ length: count }, (_, each) => start + each) : [];
  });
}

const linesOf = (finding: Diagnostic): readonly number[] =>
  editsOf(finding).flatMap(({ start, end }) => {
    const first = positionAt(finding.span.file, start).line;
    const last = positionAt(finding.span.file, Math.max(start, end)).line;
    return Array.from({ length: last - first + 1 }, (_, each) => first + each);
  });

const outcomes = await Promise.all(FILES.map(async (path) => [path, await fixed(path)] as const));
const fixable = outcomes.filter(([, { fixable }]) => fixable.length > 0);

describe('a file with every fix in it', () => {
  it.each(fixable)('has none of these findings any more: %s', (_, { fixable, left, before, after }) => {
    const codes = new Set(fixable.map(({ code }) => code));
    expect(
      left.filter((finding) => hasFix(finding) && codes.has(finding.code)).map(({ message }) => message),
    ).toEqual([]);
    expect(after).not.toBe(before);
  });

  it.each(fixable)(
    'is different on the lines of these findings only: %s',
    (_, { fixable, before, after }) => {
      const lines = new Set(fixable.flatMap(linesOf));
      expect(changedLines(before, after).filter((line) => !lines.has(line))).toEqual([]);
    },
  );

  it('is there for every code that offers one', () => {
    const codes = new Set(fixable.flatMap(([, outcome]) => outcome.fixable.map(({ code }) => code)));
    const rules = globSync('src/rules/*.ts', { ignore: '**/{rule,run-rules}.ts' })
      .filter((path) => /\breplacement\b/.test(readFileSync(path, 'utf8')))
      .map((path) => `rule/${path.slice('src/rules/'.length, -'.ts'.length)}`);
    expect([...codes].filter((code) => code.startsWith('rule/')).sort()).toEqual(rules.sort());
    expect([...codes].filter((code) => !code.startsWith('rule/')).sort()).toEqual([
      'hostfile/byte-order-mark',
      'idk/ratio',
      'json/byte-order-mark',
      'json/python-word',
      'json/single-quotes',
      'json/trailing-comma',
      'schema/unknown-key',
      'yaml/full-width',
      'yaml/missing-space',
      'yaml/portable-number',
      'yaml/portable-text',
    ]);
  });
});
