/** What an index file holds: text, whole numbers, and lists and objects of them. */
export type PythonJson =
  string | number | Int32Array | readonly PythonJson[] | { readonly [key: string]: PythonJson };

/**
 * UTF-8 of `value` exactly as Python's `json.dumps(value, indent=4, ensure_ascii=False)` writes it, without a final newline.
 * Numbers must be whole, those of an array not negative; objects keep their order of keys.
 */
export function renderPythonJson(value: PythonJson): Buffer {
  const parts: Part[] = [];
  appendValue(parts, value, '');
  const target = Buffer.allocUnsafe(parts.reduce((sum, part) => sum + mostBytes(part), 0));
  let at = 0;
  for (const part of parts) {
    at = typeof part === 'string' ? at + target.write(part, at) : writeNumberLines(target, at, part);
  }
  return target.subarray(0, at);
}

/** Text, or an array of numbers, whose lines would be millions of strings. */
type Part = string | NumberLines;

interface NumberLines {
  readonly values: Int32Array;
  /** Columns. */
  readonly indent: number;
}

function appendValue(parts: Part[], value: PythonJson, indent: string): void {
  if (typeof value === 'string' || typeof value === 'number') {
    parts.push(JSON.stringify(value));
  } else if (value instanceof Int32Array) {
    if (value.length === 0) parts.push('[]');
    else parts.push('[\n', { values: value, indent: indent.length + 4 }, `\n${indent}]`);
  } else if (isList(value)) {
    const items = value.map((item) => ['', item] as const);
    appendItems(parts, items, indent, '[]');
  } else {
    const items = Object.entries(value).map(([key, item]) => [`${JSON.stringify(key)}: `, item] as const);
    appendItems(parts, items, indent, '{}');
  }
}

function isList(value: PythonJson): value is readonly PythonJson[] {
  return Array.isArray(value);
}

function appendItems(
  parts: Part[],
  items: readonly (readonly [prefix: string, item: PythonJson])[],
  indent: string,
  brackets: '[]' | '{}',
): void {
  if (items.length === 0) {
    parts.push(brackets);
    return;
  }
  const inner = `${indent}    `;
  items.forEach(([prefix, item], position) => {
    parts.push(`${position === 0 ? brackets.charAt(0) : ','}\n${inner}${prefix}`);
    appendValue(parts, item, inner);
  });
  parts.push(`\n${indent}${brackets.charAt(1)}`);
}

const LONGEST = '2147483647,\n'.length;

const mostBytes = (part: Part): number =>
  typeof part === 'string' ? Buffer.byteLength(part) : part.values.length * (part.indent + LONGEST);

/** Writes numbers digit by digit, without a comma after the last, and gives the place behind them. */
function writeNumberLines(target: Buffer, start: number, { values, indent }: NumberLines): number {
  target.fill(' ', start, start + mostBytes({ values, indent }));
  let at = start;
  for (let i = 0; i < values.length; i += 1) {
    at = writeDecimal(target, at + indent, values[i] ?? 0);
    target[at] = 0x2c;
    target[at + 1] = 0x0a;
    at += 2;
  }
  return at - 2;
}

function writeDecimal(target: Buffer, start: number, value: number): number {
  let digits = 1;
  for (let bound = 10; value >= bound; bound *= 10) digits += 1;
  const end = start + digits;
  let rest = value;
  for (let position = end - 1; position >= start; position -= 1) {
    const quotient = (rest / 10) | 0;
    target[position] = 0x30 + rest - quotient * 10;
    rest = quotient;
  }
  return end;
}
