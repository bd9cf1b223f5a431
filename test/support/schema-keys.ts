import { readFileSync } from 'node:fs';

interface Node {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly allOf?: readonly { readonly then?: Node }[];
  readonly $defs?: Readonly<Record<string, Node>>;
}

const schema = JSON.parse(
  readFileSync(new URL('../../schema/experiment.schema.json', import.meta.url), 'utf8'),
) as Node; // the project's own schema

/** Dotted paths of every key that the language has; keys under a name of the user's are not listed. */
export function schemaKeys(node: Node = schema, prefix = ''): readonly string[] {
  const own = resolve(node);
  const branches = (own.allOf ?? []).flatMap(({ then }) =>
    then === undefined ? [] : schemaKeys(then, prefix),
  );
  const keys = Object.entries(own.properties ?? {}).flatMap(([key, child]) => [
    `${prefix}${key}`,
    ...schemaKeys(child, `${prefix}${key}.`),
  ]);
  return [...new Set([...keys, ...branches])];
}

function resolve(node: Node): Node {
  if (node.$ref === undefined) return node;
  const target = schema.$defs?.[node.$ref.replace('#/$defs/', '')];
  if (target === undefined) throw new Error(`no ${node.$ref}`);
  return target;
}
