import type { Path } from '../../src/diagnostics/diagnostic.ts';

/** Writes a value at a path of nested maps; maps on the way that are missing are made. */
export function put(target: Record<string, unknown>, [first = '', ...rest]: Path, value: unknown): void {
  if (rest.length === 0) target[first] = value;
  else put((target[first] ??= {}) as Record<string, unknown>, rest, value); // blocks of an experiment are maps
}
