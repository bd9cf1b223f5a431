import { describe, expect, it } from 'vitest';
import { dotted } from '../../src/diagnostics/diagnostic.ts';
import type { Facts } from '../../src/experiment/facts.ts';
import { rules } from '../../src/rules/index.ts';
import type { AnyRule } from '../../src/rules/rule.ts';
import { type Change, ruleInput } from './valid-experiment.ts';

/** What a rule is expected to say: the name of the message, its place, and part of its text. */
export interface ExpectedReport {
  readonly message: string;
  readonly at: string;
  /** Text that the message or the help contains. */
  readonly says?: string;
  readonly replacement?: string;
}

/** One line of a rule's table. */
export interface RuleCase {
  /** A sentence that continues with the rule's id. */
  readonly name: string;
  /** Keys that differ from the valid experiment. */
  readonly change?: Change;
  readonly facts?: Partial<Facts>;
  /** Every report, in order; empty for silence. */
  readonly expect: readonly ExpectedReport[];
}

/** Runs one rule over changes of a valid experiment. The list of reports must be exactly the expected one. */
export function testRule(rule: AnyRule, cases: readonly RuleCase[]): void {
  describe(rule.id, () => {
    it('is silent about the valid experiment', () => {
      expect(reportsOf(rule, {}, {})).toEqual([]);
    });

    it.each(cases)('$name', ({ change = {}, facts = {}, expect: expected }) => {
      const reports = reportsOf(rule, change, facts);
      expect(reports.map(({ message, at, replacement }) => ({ message, at, replacement }))).toEqual(
        expected.map(({ message, at, replacement }) => ({ message, at, replacement })),
      );
      expected.forEach(({ says = '' }, index) => expect(reports[index]?.text).toContain(says));
    });

    it('has a case for every message, and one that is silent', () => {
      const seen = new Set(cases.flatMap(({ expect: expected }) => expected.map(({ message }) => message)));
      expect([...seen].sort()).toEqual(Object.keys(rule.messages).sort());
      expect(cases.some(({ expect: expected }) => expected.length === 0)).toBe(true);
    });

    it('is in the list', () => {
      expect(rules).toContain(rule);
    });
  });
}

interface FoundReport {
  readonly message: string;
  readonly at: string;
  readonly replacement: string | undefined;
  readonly text: string;
}

function reportsOf(rule: AnyRule, change: Change, facts: Partial<Facts>): FoundReport[] {
  const reports: FoundReport[] = [];
  rule.check({
    ...ruleInput(change, facts),
    report: (message, { at, with: values, replacement }) => {
      const wording = rule.messages[message]?.(values as never); // the rule fills its own message
      expect(wording?.message).toMatch(/^[a-z`\d][^\n]*[^.\s]$/);
      expect(wording?.help).toMatch(/^[A-Z`][^\n]*[.]$/);
      const text = `${wording?.message}\n${wording?.help}`;
      expect(text, 'a hole of the wording is not filled').not.toMatch(/undefined|NaN|\[object|Infinity/);
      reports.push({ message, at: dotted(at), replacement, text });
    },
  });
  return reports;
}
