import { formatSize } from '../experiment/units.ts';
import type { FittingChange } from '../memory/resolve/changes.ts';

/** The changes with which it would fit, each with what it then needs, as full sentences. */
export function sayChanges(changes: readonly FittingChange[]): string {
  if (changes.length === 0) return 'No single change would do: take a card with more memory.';
  const each = changes.map(({ change, total }) => `${change} → ${formatSize(total)}`);
  return `${changes.length === 1 ? 'It would fit with' : 'Any of these would do:'} ${each.join('; ')}.`;
}
