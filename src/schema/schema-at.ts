import type { Path } from '../diagnostics/diagnostic.ts';
import type { SchemaNode, Union } from './schema-node.ts';

/** The node itself, with what its `$ref` says under it. */
function dereference(root: SchemaNode, node: SchemaNode): SchemaNode {
  if (node.$ref === undefined) return node;
  const { $ref, ...own } = node;
  const name = $ref.slice($ref.lastIndexOf('/') + 1);
  return { ...root.$defs?.[name], ...own };
}

/** The tagged union in `node`, if it is one. */
export function unionOf(root: SchemaNode, node: SchemaNode): Union | undefined {
  const tag = node.required?.[0];
  if (tag === undefined) return undefined;
  const branches = (node.allOf ?? []).flatMap(({ if: test, then }) =>
    test && then ? [[String(test.properties?.[tag]?.const), dereference(root, then)] as const] : [],
  );
  return branches.length === 0 ? undefined : { tag, branches: new Map(branches) };
}

/** `node`, or the branch that the tag written in `value` chooses. */
export function branchOf(root: SchemaNode, node: SchemaNode, value: unknown): SchemaNode {
  const full = dereference(root, node);
  const union = unionOf(root, full);
  const chosen = union && isRecord(value) ? union.branches.get(String(value[union.tag])) : undefined;
  return chosen ?? full;
}

/** The schema of the value at `path`; `value` is the whole file and picks the branch of each union on the way. */
export function schemaAt(root: SchemaNode, path: Path, value: unknown): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  let here = value;
  for (const step of path) {
    node = step === undefined || node === undefined ? undefined : childOf(branchOf(root, node, here), step);
    here = isRecord(here) ? here[step] : undefined;
  }
  return node && dereference(root, node);
}

function childOf(node: SchemaNode, step: string | number): SchemaNode | undefined {
  if (typeof step === 'number') return node.items;
  if (node.properties && Object.hasOwn(node.properties, step)) return node.properties[step];
  return typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
}

/** A map or a list: something whose parts have names. */
export function isRecord(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}
