import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Path, Span } from '../diagnostics/diagnostic.ts';
import type { Parsed } from './parse-yaml.ts';

const resolve = (document: Document, node: unknown): unknown =>
  isAlias(node) ? node.resolve(document) : node;

const rangeOf = (node: unknown): readonly number[] | undefined => (node as Node | null)?.range ?? undefined; // every node of a parsed document has a range

/**
 * Span of the value at `path`, or of its key. When the value is not written, the span is that of the nearest
 * written parent's key, so that a finding about a default still points into the right block.
 */
export function locate({ document, file }: Parsed, path: Path, what: 'key' | 'value'): Span {
  let node: unknown = document.contents;
  let keyRange: readonly number[] | undefined;
  let found = true;
  for (const step of path) {
    const parent = resolve(document, node);
    const pair = isMap(parent)
      ? parent.items.find((item) => isScalar(item.key) && String(item.key.value) === step)
      : undefined;
    const next: unknown = pair
      ? pair.value
      : isSeq(parent) && typeof step === 'number'
        ? parent.items[step]
        : undefined;
    if (!pair && next === undefined) {
      found = false;
      break;
    }
    keyRange = rangeOf(pair?.key ?? next);
    node = next;
  }
  const range = what === 'key' || !found ? keyRange : (rangeOf(node) ?? keyRange);
  const [start = 0, end = 0] = range ?? [];
  return { file, start, end: Math.max(start, end) };
}

/** Whether the file itself has a value at `path`. */
export function isWritten({ document }: Parsed, path: Path): boolean {
  return document.hasIn(path);
}
