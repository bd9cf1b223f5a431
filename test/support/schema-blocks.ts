import { unionOf } from '../../src/schema/schema-at.ts';
import type { SchemaNode, Union } from '../../src/schema/schema-node.ts';

type Keys = Readonly<Record<string, SchemaNode>>;

/** Where a block stands in a small document. */
interface Place {
  /** Dotted path, with the kind of each member of a union on the way. */
  readonly name: string;
  /** The document up to the first key that is left to write. */
  readonly before: string;
  /** What stands before each key after that one. */
  readonly indent: string;
}

/** A map of the schema at its place; each member of a union is one by itself. */
export interface Block extends Place {
  /** Each key that may be written there, with its full schema. */
  readonly keys: Keys;
  /** Keys that only other members of its union have. */
  readonly foreign: readonly string[];
  /** The key that chooses a member, where none is chosen yet. */
  readonly tag?: string;
}

/** Every block that can be reached from the root. */
export function blocksOf(root: SchemaNode): readonly Block[] {
  return blocksAt(root, { name: '', before: '', indent: '' });

  function blocksAt(node: SchemaNode, place: Place): Block[] {
    const full = resolve(root, node);
    const union = unionOf(root, full);
    return [...(union ? unionAt(full, union, place) : mapAt(full, place)), ...partsOf(full, place)];
  }

  function unionAt({ properties = {} }: SchemaNode, union: Union, place: Place): Block[] {
    const members = [...union.branches].flatMap(([kind, branch]) => {
      const keys = untagged(branch, union.tag);
      const foreign = keysOf(union).filter((key) => !Object.hasOwn(keys, key));
      return blockAt(keys, below(place, `${union.tag}: ${kind}\n${place.indent}`, ` ${kind}`), foreign);
    });
    return [{ ...place, keys: resolved(properties), foreign: [], tag: union.tag }, ...members];
  }

  /** A map, with what rows of overrides take; a value that is no map has no block. */
  function mapAt({ properties = {}, allOf = [] }: SchemaNode, place: Place): Block[] {
    const rows = allOf.map((part) => resolve(root, part).properties);
    const keys: Keys = Object.assign({}, properties, ...rows);
    return Object.keys(keys).length === 0 ? [] : blockAt(keys, place, []);
  }

  function blockAt(keys: Keys, place: Place, foreign: readonly string[]): Block[] {
    const inside = Object.entries(keys).flatMap(([key, node]) =>
      blocksAt(
        node,
        indented(below(place, `${key}:\n${place.indent}  `, place.name === '' ? key : `.${key}`)),
      ),
    );
    return [{ ...place, keys: resolved(keys), foreign }, ...inside];
  }

  /** Blocks under names of the user's, and in items of a list. */
  function partsOf({ additionalProperties, items }: SchemaNode, place: Place): Block[] {
    const named = below(place, `vases:\n${place.indent}  `, '.vases');
    return [
      ...(typeof additionalProperties === 'object' ? blocksAt(additionalProperties, indented(named)) : []),
      ...(items ? blocksAt(items, indented(below(place, '- ', '.0'))) : []),
    ];
  }

  function resolved(keys: Keys): Keys {
    return Object.fromEntries(Object.entries(keys).map(([key, node]) => [key, resolve(root, node)]));
  }
}

const below = (place: Place, text: string, name: string): Place => ({
  ...place,
  name: place.name + name,
  before: place.before + text,
});

const indented = (place: Place): Place => ({ ...place, indent: `${place.indent}  ` });

/** The keys of a member, without the one that chose it. */
const untagged = ({ properties = {} }: SchemaNode, tag: string): Keys =>
  Object.fromEntries(Object.entries(properties).filter(([key]) => key !== tag));

/** The keys that any member has. */
const keysOf = ({ tag, branches }: Union): readonly string[] => [
  ...new Set([...branches.values()].flatMap((branch) => Object.keys(untagged(branch, tag)))),
];

/** The node itself, with what its `$ref` points at under it. */
function resolve(root: SchemaNode, node: SchemaNode): SchemaNode {
  if (node.$ref === undefined) return node;
  const { $ref, ...own } = node;
  const steps = $ref.slice($ref.indexOf('#/') + '#/'.length).split('/');
  const target = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], root);
  return { ...resolve(root, target as SchemaNode), ...own }; // a pointer of the schema leads to a node of it
}
