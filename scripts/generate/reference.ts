import { stringify } from 'yaml';
import type { SchemaNode } from './types-schema.ts';

/** `docs/reference.md`: one table a block, from the schema; `fixed` has what the rows of overrides cannot replace, by block. */
export function generateReference(
  schema: SchemaNode,
  fixed: Readonly<Record<string, readonly string[]>>,
): string {
  const defs = schema.$defs ?? {};
  const blocks: [string, SchemaNode][] = [
    ['The file', schema],
    ...Object.entries(defs).filter(([, def]) => def.properties && !def.allOf),
  ];
  const lines = [
    '# Reference of the experiment file',
    '',
    'Every key, its form, its default and its meaning. `ditc show FILE resolved` prints the same for a file of yours.',
  ];
  for (const [name, block] of blocks) {
    lines.push('', ...section(name, block, defs));
    const paths = fixed[name];
    if (paths) lines.push('', overrides(paths));
  }
  return `${lines.join('\n')}\n`;
}

function section(name: string, block: SchemaNode, defs: Record<string, SchemaNode>): string[] {
  const rows = Object.entries(block.properties ?? {}).map(([key, value]) => row(key, value, block, defs));
  return [
    `## ${title(name)}`,
    '',
    block.description ?? '',
    '',
    '| key | form | default | meaning |',
    '|---|---|---|---|',
    ...rows,
  ];
}

const overrides = (fixed: readonly string[]): string =>
  `Any other key is the dotted path of one value of the file, an item of a list by its \`id\`. Not here: ${fixed.map(code).join(', ')}.`;

const title = (name: string): string =>
  name === 'The file' ? name : name.replace(/([a-z])([A-Z])/g, '$1 $2');

function row(key: string, value: SchemaNode, block: SchemaNode, defs: Record<string, SchemaNode>): string {
  const fallback =
    value.default === undefined ? (block.required?.includes(key) ? 'required' : 'none') : code(value.default);
  return `| \`${key}\` | ${form(value, defs)} | ${fallback} | ${meaning(value, defs)} |`;
}

function resolve(
  node: SchemaNode,
  defs: Record<string, SchemaNode>,
): { node: SchemaNode; name: string | undefined } {
  if (node.$ref === undefined) return { node, name: undefined };
  const name = node.$ref.split('/').at(-1) ?? '';
  return { node: { ...defs[name], ...node }, name };
}

function form(value: SchemaNode, defs: Record<string, SchemaNode>): string {
  const { node, name } = resolve(value, defs);
  if (node['const'] !== undefined) return code(node['const']);
  const allowed = node['enum'];
  if (Array.isArray(allowed)) return allowed.map(code).join(', ');
  if (node.allOf && name) return branches(node, name);
  const types = [node.type ?? []].flat();
  return types.map((type) => formOfType(type, node, name, defs)).join(' or ');
}

function formOfType(
  type: string,
  node: SchemaNode,
  name: string | undefined,
  defs: Record<string, SchemaNode>,
): string {
  if (type === 'array') return `list of ${node.items ? form(node.items, defs) : 'values'}`;
  if (type === 'object' && typeof node.additionalProperties === 'object')
    return `map of ${form(node.additionalProperties, defs)}`;
  if (type === 'object')
    return name ? `[${title(name)}](#${title(name).toLowerCase().replaceAll(' ', '-')})` : 'map';
  if (type === 'string') return stringForm(node);
  if (type === 'boolean') return '`true` or `false`';
  return `${type === 'integer' ? 'whole number' : 'number'}${range(node)}`;
}

function stringForm(node: SchemaNode): string {
  const word = /^\^([a-z]+)\$$/.exec(String(node['pattern'] ?? ''));
  if (word) return `\`${word[1]}\``;
  const examples = Array.isArray(node['examples']) ? node['examples'] : [];
  return examples.length > 0 ? `text, as in ${code(stringify(examples[0]).trim())}` : 'text';
}

const branches = (node: SchemaNode, _name: string): string =>
  (node.allOf ?? [])
    .map((part) => part.then?.$ref?.split('/').at(-1) ?? '')
    .map((branch) => `[${title(branch)}](#${title(branch).toLowerCase().replaceAll(' ', '-')})`)
    .join(' or ');

function range(node: SchemaNode): string {
  const parts = [];
  if (node['minimum'] !== undefined) parts.push(`≥ ${node['minimum']}`);
  if (node['exclusiveMinimum'] !== undefined) parts.push(`> ${node['exclusiveMinimum']}`);
  if (node['maximum'] !== undefined) parts.push(`≤ ${node['maximum']}`);
  if (node['exclusiveMaximum'] !== undefined) parts.push(`< ${node['exclusiveMaximum']}`);
  return parts.length > 0 ? ` ${parts.join(', ')}` : '';
}

function meaning(value: SchemaNode, defs: Record<string, SchemaNode>): string {
  const { node } = resolve(value, defs);
  const words = Array.isArray(node['enum']) ? node['enum'] : [];
  const texts = Array.isArray(node['markdownEnumDescriptions']) ? node['markdownEnumDescriptions'] : [];
  const choices = words
    .map((word, index) => `${code(word)}: ${texts[index]}`)
    .filter((_, index) => texts[index] !== undefined);
  return [node.description ?? (node['const'] === undefined ? '' : 'Chooses this form.'), ...choices].join(
    ' ',
  );
}

const code = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
