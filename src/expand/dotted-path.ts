import type { Path } from '../diagnostics/diagnostic.ts';

/** Where a dotted path leads in a value: the steps to it, or the first part of it that is not there. */
export type Resolved = { readonly steps: Path } | { readonly missing: string; readonly steps: Path };

/** Items of a list are addressed by their `id`; the last key of a map need not be there yet. */
export function resolvePath(value: unknown, dotted: string): Resolved {
  const parts = dotted.split('.');
  const steps: (string | number)[] = [];
  let here = value;
  for (const [index, part] of parts.entries()) {
    const step = stepInto(here, part, index === parts.length - 1);
    if (step === undefined) return { missing: part, steps };
    steps.push(step);
    here = (here as Record<string | number, unknown>)[step]; // stepInto has seen that it holds parts
  }
  return { steps };
}

function stepInto(value: unknown, part: string, isLast: boolean): string | number | undefined {
  if (Array.isArray(value)) {
    const index = value.findIndex((item: unknown) => isMap(item) && item['id'] === part);
    return index < 0 ? undefined : index;
  }
  if (!isMap(value)) return undefined;
  return isLast || Object.hasOwn(value, part) ? part : undefined;
}

/** A copy of a value with the part at `steps` replaced; what is not on the way is shared. */
export function replaceAt(value: unknown, steps: Path, part: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return part;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === step ? replaceAt(item, rest, part) : item));
  const map = isMap(value) ? value : {};
  return { ...map, [step]: replaceAt(map[String(step)], rest, part) };
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
