import { isPair, isScalar } from 'yaml';
import type { Visited } from './walk.ts';

/** Values that are text whatever they look like: a program reads `1.0` and `0x10` of its environment as they are written. */
const TEXTS = /^machine\.env\.[^.]+$/;

/** Makes text of the plain numbers of an environment, so that they are passed on as they are written. */
export function keepText(nodes: readonly Visited[]): void {
  for (const { node, role, ancestors } of nodes)
    if (isScalar(node) && role === 'value' && typeof node.value === 'number' && node.type === 'PLAIN')
      if (isBelow('machine', ancestors) && TEXTS.test(pathOf(ancestors))) node.value = node.source;
}

/** Whether the key at the top begins with a word, which is quickly seen, and not so of most numbers. */
const isBelow = (word: string, [, top]: readonly unknown[]): boolean =>
  isPair(top) && isScalar(top.key) && String(top.key.value).startsWith(word);

/** Keys down to a value, with dots between them; those of the command line have dots of their own. */
const pathOf = (ancestors: readonly unknown[]): string =>
  ancestors.flatMap((node) => (isPair(node) && isScalar(node.key) ? [String(node.key.value)] : [])).join('.');
