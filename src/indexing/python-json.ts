/** What an index file holds: text, whole numbers, and lists and objects of them. */
export type PythonJson =
  string | number | Int32Array | readonly PythonJson[] | { readonly [key: string]: PythonJson };

/**
 * UTF-8 of `value` exactly as Python's `json.dumps(value, indent=4, ensure_ascii=False)` writes it, without a final newline.
 * Numbers must be whole, those of an array not negative; objects keep their order of keys.
 */
export function renderPythonJson(value: PythonJson): Buffer {
  const parts: Buffer[] = [];
  appendValue(parts, value, '');
  return Buffer.concat(parts);
}

function appendValue(parts: Buffer[], value: PythonJson, indent: string): void {
  if (typeof value === 'string' || typeof value === 'number') {
    parts.push(Buffer.from(JSON.stringify(value)));
  } else if (value instanceof Int32Array) {
    appendNumbers(parts, value, indent);
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
  parts: Buffer[],
  items: readonly (readonly [prefix: string, item: PythonJson])[],
  indent: string,
  brackets: '[]' | '{}',
): void {
  if (items.length === 0) {
    parts.push(Buffer.from(brackets));
    return;
  }
  const inner = `${indent}    `;
  items.forEach(([prefix, item], position) => {
    parts.push(Buffer.from(`${position === 0 ? brackets.charAt(0) : ','}\n${inner}${prefix}`));
    appendValue(parts, item, inner);
  });
  parts.push(Buffer.from(`\n${indent}${brackets.charAt(1)}`));
}

function appendNumbers(parts: Buffer[], values: Int32Array, indent: string): void {
  if (values.length === 0) parts.push(Buffer.from('[]'));
  else
    parts.push(Buffer.from('[\n'), renderNumberLines(values, indent.length + 4), Buffer.from(`\n${indent}]`));
}

/** Millions of row ids are written digit by digit into one buffer: strings would take ten times as long. */
function renderNumberLines(values: Int32Array, indent: number): Buffer {
  const longest = '2147483647'.length;
  const lines = Buffer.alloc(values.length * (indent + longest + 2), ' ');
  let at = 0;
  for (let i = 0; i < values.length; i += 1) {
    at = writeDecimal(lines, at + indent, values[i] ?? 0);
    lines[at] = 0x2c;
    lines[at + 1] = 0x0a;
    at += 2;
  }
  return lines.subarray(0, at - 2);
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
