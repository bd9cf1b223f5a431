import { isPair, isScalar } from 'yaml';
import type { Visited } from './walk.ts';

/** Values that are text whatever they look like: a program reads `1.0` and `0x10` of its environment as they are written. */
const TEXTS = /^machine\.env\.[^.]+$/;

/** Makes text of the plain numbers of an environment, so that they are passed on as they are written. */
export function keepText(nodes: readonly Visited[]): void {
  for (const visited of nodes) {
    const { node, role } = visited;
    if (isScalar(node) && role === 'value' && typeof node.value === 'number' && node.type === 'PLAIN')
      if (TEXTS.test(pathOf(visited))) node.value = node.source;
  }
}

/** Keys down to a value, with dots between them; those of the command line have dots of their own. */
function pathOf({ node, parent }: Visited): string {
  const above = parent === undefined ? '' : pathOf(parent);
  if (!isPair(node) || !isScalar(node.key)) return above;
  return above === '' ? String(node.key.value) : `${above}.${node.key.value}`;
}
