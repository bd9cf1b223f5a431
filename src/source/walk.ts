import { type Document, isCollection, isPair } from 'yaml';

/** A node of a document, or a pair of a map, as a walk meets it. */
export interface Visited {
  readonly node: unknown;
  /** `key` or `value` in a pair, the index in a collection, `null` at the top. */
  readonly role: 'key' | 'value' | number | null;
  readonly ancestors: readonly unknown[];
}

/** Everything in a document, parents first: what looks for faults in it walks it once, together. */
export function walk({ contents }: Document): readonly Visited[] {
  const visited: Visited[] = [];
  const enter = (node: unknown, role: Visited['role'], ancestors: readonly unknown[]): void => {
    visited.push({ node, role, ancestors });
    if (isPair(node)) {
      const inside = [...ancestors, node];
      if (node.key !== null) enter(node.key, 'key', inside);
      if (node.value !== null) enter(node.value, 'value', inside);
    } else if (isCollection(node)) {
      const inside = [...ancestors, node];
      node.items.forEach((item, index) => enter(item, index, inside));
    }
  };
  if (contents) enter(contents, null, []);
  return visited;
}
