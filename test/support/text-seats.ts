import type { SchemaNode } from '../../src/schema/schema-node.ts';
import { unionOf } from '../../src/schema/schema-at.ts';
import { schemas } from '../../src/schema/schemas.ts';

/** A document, or a part of one, before it is checked. */
export type Value = unknown;

type Change = (value: Value) => Value;

/** A place of the language that takes text of the user's: a value, or a name in a map. */
export interface TextSeat {
  /** Dotted path, with the kind of each member of a union on the way and `<name>` for a name of the user's. */
  readonly name: string;
  /** Form of the texts that the schema takes there. */
  readonly pattern: string | undefined;
  /** Keys and positions in a document that the seat has been taken in. */
  pathOf(text: string): readonly (string | number)[];
  /** A document with the text there, and all that must stand around it. */
  put(document: Value, text: string): Value;
}

/** A part of the language on the way down. */
interface Way {
  readonly name: string;
  readonly path: readonly (string | number)[];
  /** The document with that part changed; what is missing on the way is made of the schema's examples. */
  change(document: Value, change: Change): Value;
}

/** Name of a map's entry that is made to reach what is in it. */
const NAME = 'vases';

interface Node extends SchemaNode {
  readonly minProperties?: number;
  readonly patternProperties?: Readonly<Record<string, Node>>;
}

/** Every place that takes text, as the schema has them: a field that it gains is one more. */
export function textSeats(): readonly TextSeat[] {
  const root: Way = { name: '', path: [], change: (document, change) => change(document) };
  return seatsAt(schemas.experiment, root);
}

function seatsAt(node: SchemaNode, way: Way): readonly TextSeat[] {
  const full = resolve(node);
  const union = unionOf(schemas.experiment, full);
  const members = [...(union?.branches ?? [])].flatMap(([kind, branch]) =>
    mapSeats(branch, intoMember(way, union?.tag ?? '', kind, branch)),
  );
  return [...(takesText(full) ? [valueSeat(way, full)] : []), ...mapSeats(full, way), ...members];
}

const takesText = ({ type = [], enum: choices, const: only }: SchemaNode): boolean =>
  [type].flat().includes('string') && choices === undefined && only === undefined;

const valueSeat = ({ name, path, change }: Way, { pattern }: SchemaNode): TextSeat => ({
  name,
  pattern,
  pathOf: () => path,
  put: (document, text) => change(document, () => text),
});

/** What a map or a list holds. */
function mapSeats(full: Node, way: Way, whole = full): readonly TextSeat[] {
  const { properties = {}, patternProperties = {}, additionalProperties, items, allOf = [] } = full;
  return [
    ...Object.entries(properties).flatMap(([key, child]) => seatsAt(child, intoKey(way, whole, key))),
    ...Object.entries(patternProperties).flatMap(([pattern, child]) =>
      dottedSeats(pattern, child, way, whole),
    ),
    ...allOf.flatMap(({ $ref }) => ($ref === undefined ? [] : mapSeats(resolve({ $ref }), way, whole))),
    ...(items ? seatsAt(items, intoItem(way)) : []),
    ...(typeof additionalProperties === 'object'
      ? [
          nameSeat(way, full, additionalProperties),
          ...seatsAt(additionalProperties, intoKey(way, whole, NAME)),
        ]
      : []),
  ];
}

/** A row of overrides by a dotted path, whose inner part is a name of the user's. */
function dottedSeats(pattern: string, child: Node, way: Way, full: Node): readonly TextSeat[] {
  const [before = '', after = ''] = pattern
    .slice('^'.length, -'$'.length)
    .replaceAll('\\.', '.')
    .split('[^.]+');
  const keyOf = (name: string): string => `${before}${name}${after}`;
  const named: TextSeat = {
    name: `${way.name}.${keyOf('<name>')}`,
    pattern: '^[^.]+$',
    pathOf: (text) => [...way.path, keyOf(text)],
    put: (document, text) =>
      way.change(document, (map) => ({ ...mapOf(map, full), [keyOf(text)]: sample(child) })),
  };
  return [named, ...seatsAt(child, intoKey(way, full, keyOf(NAME)))];
}

const nameSeat = (way: Way, { propertyNames }: SchemaNode, child: SchemaNode): TextSeat => ({
  name: `${way.name}.<name>`,
  pattern: propertyNames?.pattern,
  pathOf: (text) => [...way.path, text],
  put: (document, text) => way.change(document, (map) => ({ ...mapOf(map), [text]: sample(child) })),
});

function intoKey(way: Way, full: SchemaNode, key: string): Way {
  return {
    name: way.name === '' ? key : `${way.name}.${key}`,
    path: [...way.path, key],
    change: (document, change) =>
      way.change(document, (value) => {
        const map = mapOf(value, full);
        return { ...(full.maxProperties !== 1 && map), [key]: change(map[key]) };
      }),
  };
}

/** One more item of a list: those that are there stay. */
const intoItem = (way: Way): Way => ({
  name: `${way.name}[]`,
  path: [...way.path, 0],
  change: (document, change) => way.change(document, () => [change(undefined)]),
});

const intoMember = (way: Way, tag: string, kind: string, branch: SchemaNode): Way => ({
  ...way,
  name: `${way.name} ${kind}`,
  change: (document, change) =>
    way.change(document, (value) => change(mapOf(value)[tag] === kind ? value : sample(branch))),
});

/** The map that stands there, or a new one with what it must have. */
function mapOf(value: Value, node?: SchemaNode): Readonly<Record<string, Value>> {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  // A map has texts for keys.
  return (
    isMap ? value : node === undefined ? {} : sample({ ...node, type: 'object', examples: [] })
  ) as Record<string, Value>;
}

/** A value that the schema takes, by its examples. */
function sample(node: Node): Value {
  const full = resolve(node);
  const [shown] = [full.const, full.enum?.[0], full.examples?.[0]].filter((value) => value !== undefined);
  if (shown !== undefined) return shown;
  if (full.items) return [sample(full.items)];
  if (typeof full.additionalProperties === 'object') return { [NAME]: sample(full.additionalProperties) };
  if ([full.type].flat().includes('string')) return NAME;
  const [[, branch] = ['', full]] = unionOf(schemas.experiment, full)?.branches ?? [];
  const { properties = {}, required = Object.keys(properties).slice(0, full.minProperties ?? 0) } = branch;
  return Object.fromEntries(required.map((key) => [key, sample(properties[key] ?? {})]));
}

/** The node itself, with what its `$ref` points at under it. */
function resolve(node: Node): Node {
  if (node.$ref === undefined) return node;
  const { $ref, ...own } = node;
  const steps = $ref.slice($ref.indexOf('#/') + '#/'.length).split('/');
  const target = steps.reduce<unknown>(
    (at, step) => (at as Record<string, unknown>)[step],
    schemas.experiment,
  );
  return { ...resolve(target as Node), ...own }; // a pointer of the schema leads to a node of it
}
