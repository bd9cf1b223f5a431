import { numbersBetween } from './numbers-between.ts';

/** What `{a,b}` and `{1..3}` stand for, one after the other; undefined for braces in braces and for what is no list. */
export function alternativesOf(text: string): readonly string[] | undefined {
  const [, inside] = /^\{([^{}$"'`]*)\}$/.exec(text) ?? [];
  const range = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(inside ?? '');
  if (range) return numbersOf(Number(range[1]), Number(range[2]), Number(range[3] ?? 1));
  return inside?.includes(',') ? inside.split(',') : undefined;
}

/** The step counts towards the end, whatever its sign is. */
function numbersOf(first: number, last: number, step: number): readonly string[] | undefined {
  const by = Math.max(1, Math.abs(step)) * (last < first ? -1 : 1);
  return numbersBetween(first, last, by)?.map(String);
}
