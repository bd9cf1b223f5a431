/** A node of a JSON Schema, as far as the generator needs to know it. */
export interface SchemaNode {
  [key: string]: unknown;
  title?: string;
  description?: string;
  $ref?: string;
  $defs?: Record<string, SchemaNode>;
  type?: string | string[];
  properties?: Record<string, SchemaNode>;
  required?: string[];
  allOf?: { then?: SchemaNode; $ref?: string }[];
  items?: SchemaNode;
  additionalProperties?: SchemaNode | boolean;
  default?: unknown;
}

const ANNOTATIONS = new Set([
  'default',
  'examples',
  'errorMessage',
  'patternErrorMessage',
  'markdownDescription',
  'defaultSnippets',
  'markdownEnumDescriptions',
  'propertyNames',
]);

/**
 * The schema respelled in the forms that json-schema-to-typescript understands, for the checked value: a property that
 * has a default is required, a tagged union is `oneOf` its branches, a one-key map is a union, scalars behind `$ref` are inlined.
 */
export function typesSchema(schema: SchemaNode): SchemaNode {
  const defs = schema.$defs ?? {};
  const target = (ref: string): SchemaNode =>
    defs[ref.slice(ref.indexOf('#/$defs/') + '#/$defs/'.length)] ?? {};

  function convert(node: SchemaNode): SchemaNode {
    if (node.$ref !== undefined) return convertRef(node, node.$ref);
    if (node.allOf?.every((part) => part.then)) {
      return {
        description: node.description ?? '',
        oneOf: node.allOf.map((part) => convert(part.then ?? {})),
      };
    }
    const rest: SchemaNode = Object.fromEntries(
      Object.entries(node).filter(([key]) => !ANNOTATIONS.has(key)),
    );
    if (node.items) rest.items = convert(node.items);
    if (typeof node.additionalProperties === 'object')
      rest.additionalProperties = convert(node.additionalProperties);
    if (node.properties) {
      const keys = Object.fromEntries(
        Object.entries(node.properties).map(([key, value]) => [key, convert(value)]),
      );
      if (node['maxProperties'] === 1) return oneKeyMap(node, keys);
      const filled = Object.entries(node.properties).filter(([, value]) => value.default !== undefined);
      rest.properties = keys;
      rest.required = [...new Set([...(node.required ?? []), ...filled.map(([key]) => key)])];
    }
    return rest;
  }

  // A scalar or list behind a `$ref` is inlined: a description beside the `$ref` would make an alias of its own.
  function convertRef(node: SchemaNode, ref: string): SchemaNode {
    const found = target(ref);
    if (found.properties && found.type === 'object')
      return { description: node.description ?? '', $ref: ref };
    const { $ref: _, ...own } = node;
    return convert({ ...found, ...own });
  }

  const oneKeyMap = (node: SchemaNode, keys: Record<string, SchemaNode>): SchemaNode => ({
    description: node.description ?? '',
    oneOf: Object.entries(keys).map(([key, value]) => ({
      type: 'object',
      properties: { [key]: value },
      required: [key],
      additionalProperties: false,
    })),
  });

  const { $id: _, ...root } = convert(schema);
  return {
    ...root,
    $defs: Object.fromEntries(
      Object.entries(defs).map(([name, def]) => [name, { title: name, ...convert(def) }]),
    ),
  };
}
