import { describe, expect, it } from 'vitest';
import { render } from '../../src/templates/render.ts';

describe('render', () => {
  it('puts each value where its token stands, as often as it stands', () => {
    expect(render('a __ONE__ b __TWO_WORDS__ c __ONE__', { ONE: '1', TWO_WORDS: '2' })).toBe('a 1 b 2 c 1');
  });

  it('puts a value in as it is: no pattern of replacement, no second round', () => {
    expect(render('__A__', { A: "$& $1 $' __B__" })).toBe("$& $1 $' __B__");
  });

  it('throws for a token without a value', () => {
    expect(() => render('__A__ __B__', { A: '' })).toThrow('__B__');
    expect(() => render('__constructor__ __TO_STRING__', {})).toThrow('__TO_STRING__');
  });

  it('throws for a value without a token', () => {
    expect(() => render('__A__', { A: '', B: '' })).toThrow('B');
  });
});
