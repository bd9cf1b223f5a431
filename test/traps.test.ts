import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answersOf, generateTraps, readTraps } from '../scripts/generate/traps.ts';
import { generateRulesIndex } from '../scripts/generate/rules-index.ts';
import { rules } from '../src/rules/index.ts';

const KEYS = new Set(['title', 'impossible', 'overlay', 'build', 'foreign', 'said', 'open']);
const traps = readTraps();

describe('the table of traps', () => {
  it('has every trap once, in order', () => {
    const lines = readFileSync('scripts/generate/traps.yaml', 'utf8').match(/^T\d+(?=:)/gm);
    expect(lines).toEqual(Array.from({ length: 181 }, (_, index) => `T${index + 1}`));
  });

  it.each([...traps])('says what becomes of %s', (id, trap) => {
    expect(Object.keys(trap).filter((key) => !KEYS.has(key))).toEqual([]);
    expect(trap.title).toMatch(/^["'`A-Z\d].*[^.\s]$/);
    expect(answersOf(id, trap, rules)).not.toEqual([]);
  });

  it('knows every trap that a rule says it catches', () => {
    const claimed = rules.flatMap((rule) => rule.traps);
    expect(claimed.length).toBeGreaterThan(0);
    expect(claimed.filter((id) => !traps.has(id))).toEqual([]);
  });

  it('leaves no trap without an answer', () => {
    expect(() => answersOf('T999', { title: 'Nobody met it' }, rules)).toThrow('T999');
  });

  it('names no function of the overlay that is gone', () => {
    const gone = { title: 'Gone', overlay: { 'ema.no_such_function': 'does nothing' } };
    expect(() => answersOf('T1', gone, [])).toThrow('no_such_function');
  });
});

describe('docs', () => {
  it('hold the table of traps as it is now', () => {
    expect(readFileSync('docs/traps.md', 'utf8')).toBe(generateTraps(traps, rules));
  });

  it('hold the index of rules as it is now', () => {
    expect(readFileSync('docs/rules/README.md', 'utf8')).toBe(generateRulesIndex(rules));
  });
});
