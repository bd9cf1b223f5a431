import { type Document, visit } from 'yaml';

/** A node of a document, or a pair of a map, as a walk meets it. */
export interface Visited {
  readonly node: unknown;
  /** `key` or `value` in a pair, the index in a collection, `null` at the top. */
  readonly role: 'key' | 'value' | number | null;
  readonly ancestors: readonly unknown[];
}

/** Everything in a document, parents first: what looks for faults in it walks it once, together. */
export function walk(document: Document): readonly Visited[] {
  const visited: Visited[] = [];
  visit(document, (role, node, ancestors) => void visited.push({ role, node, ancestors }));
  return visited;
}
