import { type Document, isCollection, isPair } from 'yaml';

/** A node of a document, or a pair of a map, as a walk meets it. */
export interface Visited {
  readonly node: unknown;
  /** `key` or `value` in a pair, the index in a collection, `null` at the top. */
  readonly role: 'key' | 'value' | number | null;
  /** What it is in, `undefined` at the top. */
  readonly parent: Visited | undefined;
}

/** Everything in a document, parents first: what looks for faults in it walks it once, together. */
export function walk({ contents }: Document): readonly Visited[] {
  const visited: Visited[] = [];
  const enter = (node: unknown, role: Visited['role'], parent: Visited | undefined): void => {
    const here = { node, role, parent };
    visited.push(here);
    if (isPair(node)) {
      if (node.key !== null) enter(node.key, 'key', here);
      if (node.value !== null) enter(node.value, 'value', here);
    } else if (isCollection(node)) node.items.forEach((item, index) => enter(item, index, here));
  };
  if (contents) enter(contents, null, undefined);
  return visited;
}

/** What a node is in, outermost first. */
export const ancestorsOf = ({ parent }: Visited): readonly unknown[] =>
  parent === undefined ? [] : [...ancestorsOf(parent), parent.node];
