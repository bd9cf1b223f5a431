import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a case folder expects: its `expect.json`. */
export interface Expectation {
  readonly kind: string;
  readonly verdict: Verdict;
  readonly must: readonly Must[];
  readonly must_not: readonly string[];
}

export type Verdict = 'ERROR' | 'WARN' | 'OK' | 'POLICY';

/** A finding that is expected; `where` is `file:line:column` with its text behind it, or a bare file. */
export interface Must {
  readonly sev: 'error' | 'warn' | 'info';
  readonly id: string;
  readonly where: string;
  readonly why: string;
}

export const readExpectation = (folder: string): Expectation =>
  readJson(join(folder, 'expect.json')) as Expectation; // the form that README.md of the cases says

export const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** The facts of a case in one of its files; none where it has no such file. */
export const readFacts = (folder: string, name: string): Facts | undefined =>
  existsSync(join(folder, name)) ? (readJson(join(folder, name)) as Facts) : undefined; // a map, as README.md of the cases says

export type Facts = Readonly<Record<string, unknown>>;
