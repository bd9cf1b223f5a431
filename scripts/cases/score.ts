import { basename } from 'node:path';
import type { Diagnostic, Severity } from '../../src/diagnostics/diagnostic.ts';
import type { Expectation, Must, Verdict } from './expectation.ts';

/** What a case came to; no trouble is a case that passes. */
export interface Score {
  readonly verdict: Verdict;
  readonly troubles: readonly string[];
}

const SEVERITIES: Readonly<Record<Must['sev'], Severity>> = {
  error: 'error',
  warn: 'warning',
  info: 'info',
};

/** Compares what was found with what was expected: the verdict, each finding at its place, no false alarm. */
export function scoreOf(expected: Expectation, all: readonly Diagnostic[]): Score {
  const findings = all.filter(({ code }) => !isUnscored(code, expected.must));
  const verdict = verdictOf(findings);
  const isRight = expected.verdict === 'POLICY' ? verdict !== 'WARN' : verdict === expected.verdict;
  return {
    verdict,
    troubles: [
      ...(isRight ? [] : [`is ${verdict}, not ${expected.verdict}`]),
      ...missing(expected.must, findings),
      ...expected.must_not.flatMap((rule) => falseAlarms(rule, findings)),
    ],
  };
}

/** Pictures of the cases are small or left out on purpose: only a case about it expects to be told. */
const UNSCORED: Readonly<Record<string, string>> = {
  'data/small-image': 'T94',
  'data/missing-image': 'C-PATH',
};

const isUnscored = (code: string, must: readonly Must[]): boolean =>
  code in UNSCORED && !must.some(({ id }) => id === UNSCORED[code]);

function verdictOf(findings: readonly Diagnostic[]): Verdict {
  const has = (severity: Severity): boolean => findings.some((finding) => finding.severity === severity);
  return has('error') ? 'ERROR' : has('warning') ? 'WARN' : 'OK';
}

/** Each finding answers one expectation, so that two at one place need two; a bare file takes what is left. */
function missing(must: readonly Must[], findings: readonly Diagnostic[]): readonly string[] {
  const left = new Set(findings);
  const placed = must.toSorted((a, b) => Number(isBare(a)) - Number(isBare(b)));
  return placed.flatMap((expected) => {
    const answers = [...left].filter((finding) => answersTo(finding, expected));
    const answer = answers.toSorted((a, b) => length(a) - length(b))[0];
    if (answer) left.delete(answer);
    return answer ? [] : [`misses ${expected.sev} ${expected.id} at ${expected.where}: ${expected.why}`];
  });
}

const length = ({ span }: Diagnostic): number => span.end - span.start;

const isBare = ({ where }: Must): boolean => !/:\d+/.test(where);

/** Whether a finding has the severity, and a place that is in the expected text. */
function answersTo({ severity, span }: Diagnostic, { sev, where }: Must): boolean {
  if (severity !== SEVERITIES[sev]) return false;
  const [, file = where, line, column, text = ''] = /^([^:]+):(\d+):(\d+)(?: `(.*)`)?/.exec(where) ?? [];
  if (basename(span.file.path) !== basename(file)) return false;
  if (line === undefined) return true;
  const lineStart = span.file.lineStarts[Number(line) - 1] ?? -1;
  const offset = lineStart + Number(column) - 1;
  return span.start <= offset + text.length && offset <= Math.max(span.end, span.start);
}

/** Prohibitions that a program can tell; the others are in words, and are read by people. */
function falseAlarms(rule: string, findings: readonly Diagnostic[]): readonly string[] {
  if (!/^(any )?error$|^reject/.test(rule)) return [];
  const errors = findings.filter(({ severity }) => severity === 'error');
  return errors.map(({ message }) => `must not ${rule}: ${message}`);
}
