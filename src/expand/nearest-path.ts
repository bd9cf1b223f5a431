import { nearest } from '../schema/wording.ts';

/** The path to a value in `root` that is spelt most like `path`. */
export function nearestPath(root: unknown, path: string): string | undefined {
  return nearest(path, pathsIn(root, ''));
}

/** Dotted paths of all values, blocks among them; list items by their `id`. */
function pathsIn(value: unknown, prefix: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const parts: (readonly [string, unknown])[] = Array.isArray(value)
    ? value.flatMap((item: unknown) => {
        const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined;
        return typeof id === 'string' ? [[id, item] as const] : [];
      })
    : Object.entries(value);
  return parts.flatMap(([key, part]) => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    return [path, ...pathsIn(part, path)];
  });
}
