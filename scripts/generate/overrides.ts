import { applyLayers } from '../../src/expand/apply-layers.ts';
import { parseYaml, valueOf } from '../../src/source/parse-yaml.ts';
import { makeSourceFile } from '../../src/source/source-file.ts';
import type { SchemaNode } from './types-schema.ts';

/** A row takes overrides: `Stage` the first of the generated definitions, `Run` both. */
type Row = 'stage' | 'run';
const DEFINITIONS: Readonly<Record<Row, string>> = { stage: 'StageOverrides', run: 'RunOverrides' };

/** A part of an experiment. */
interface Place {
  /** Dotted path; `*` stands for a name of the user's. */
  readonly path: string;
  /** JSON pointer to its schema. */
  readonly pointer: string;
  /** Whether an override can replace it: a block is not one value. */
  readonly isValue: boolean;
}

/**
 * The text of the schema with the definitions of override rows as they follow from the rest of it. Each path refers to the schema
 * of the value that it replaces. A default behind a `$ref` fills nothing, so that none comes into a row.
 */
export function spliceOverrides(text: string): string {
  const places = placesIn(withoutOverrides(JSON.parse(text) as SchemaNode));
  const fixed = { stage: fixedIn('stage', places), run: fixedIn('run', places) };
  const inStages = places.filter(({ isValue, path }) => isValue && !fixed.stage.has(path));
  const inRunsOnly = places.filter(
    ({ isValue, path }) => isValue && fixed.stage.has(path) && !fixed.run.has(path),
  );
  const stage = [
    '"$comment": "Generated: what a stage or a run replaces, by dotted path."',
    ...members(inStages),
  ];
  const run = ['"$comment": "Generated: what only a run replaces, by dotted path."', ...members(inRunsOnly)];
  return replaceDefinition(replaceDefinition(text, DEFINITIONS.stage, stage), DEFINITIONS.run, run);
}

/** The schema with rows that take any key: overrides are checked where their paths lead, see `src/expand`. */
export function withoutOverrides(schema: SchemaNode): SchemaNode {
  const generated = Object.values(DEFINITIONS);
  const kept = Object.entries(schema.$defs ?? {}).filter(([name]) => !generated.includes(name));
  return { ...schema, $defs: Object.fromEntries(kept.map(([name, def]) => [name, opened(def)])) };

  function opened(def: SchemaNode): SchemaNode {
    const takesOverrides = generated.some((name) =>
      def.allOf?.some(({ $ref }) => $ref === `#/$defs/${name}`),
    );
    if (!takesOverrides) return def;
    const { allOf: _, unevaluatedProperties: __, ...own } = def;
    return { ...own, additionalProperties: true };
  }
}

/** Paths that are the same in every row, without those below them. */
export function fixedRoots(schema: SchemaNode, row: Row): readonly string[] {
  const fixed = [...fixedIn(row, placesIn(schema))];
  return fixed.filter((path) => !fixed.some((above) => path.startsWith(`${above}.`)));
}

/** What the check of overrides refuses in a row: it alone knows. */
function fixedIn(row: Row, places: readonly Place[]): ReadonlySet<string> {
  const lines = pathsOf(places).map((path) => `${path}: 0\n`);
  const parsed = parseYaml(makeSourceFile(row, lines.join('')));
  const values = valueOf(parsed) as Record<string, unknown>; // one key a line
  const { findings } = applyLayers({}, [{ kind: row, parsed, at: [], values }]);
  const refused = findings.filter(({ code }) => code === 'override/not-here');
  return new Set(refused.map(({ path }) => String(path.at(-1))));
}

const pathsOf = (places: readonly Place[]): string[] => [...new Set(places.map(({ path }) => path))];

/** Every part of an experiment: through `$ref`s, kinds, maps with names of the user's, and lists whose items have an `id`. */
function placesIn(schema: SchemaNode): readonly Place[] {
  return partsOf(schema, '', '#');

  function at(node: SchemaNode, path: string, pointer: string): Place[] {
    const [full, target] = resolve(node, pointer);
    return [
      { path, pointer, isValue: full.type !== 'object' || full.allOf !== undefined },
      ...partsOf(full, `${path}.`, target),
    ];
  }

  function partsOf(node: SchemaNode, prefix: string, pointer: string): Place[] {
    const own = Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
      at(child, `${prefix}${key}`, `${pointer}/properties/${key}`),
    );
    const kinds = (node.allOf ?? []).flatMap(({ then = {} }) => {
      const [branch, target] = resolve(then, pointer);
      const { properties = {} } = branch;
      const added = Object.entries(properties).filter(([key]) => !Object.hasOwn(node.properties ?? {}, key));
      return partsOf({ properties: Object.fromEntries(added) }, prefix, target);
    });
    const named =
      typeof node.additionalProperties === 'object'
        ? at(node.additionalProperties, `${prefix}*`, `${pointer}/additionalProperties`)
        : [];
    const items =
      node.items && resolve(node.items, '')[0].properties?.['id']
        ? at(node.items, `${prefix}*`, `${pointer}/items`)
        : [];
    return [...own, ...kinds, ...named, ...items];
  }

  function resolve(node: SchemaNode, pointer: string): [SchemaNode, string] {
    if (node.$ref === undefined) return [node, pointer];
    const target = schema.$defs?.[node.$ref.replace('#/$defs/', '')];
    if (target === undefined) throw new Error(`no ${node.$ref}`);
    return resolve(target, node.$ref);
  }
}

/** Members of a definition that takes these places, one line each. */
function members(places: readonly Place[]): string[] {
  const plain = places.filter(({ path }) => !path.includes('*'));
  const patterns = places.filter(({ path }) => path.includes('*'));
  const pattern = (path: string): string => `^${path.replaceAll('.', '\\.').replaceAll('*', '[^.]+')}$`;
  return [
    '"type": "object"',
    ...block('properties', plain, (path) => path),
    ...block('patternProperties', patterns, pattern),
  ];
}

function block(name: string, places: readonly Place[], keyOf: (path: string) => string): string[] {
  // Two kinds may have a key of the same name: either form is right.
  const lines = pathsOf(places).map((path) => {
    const same = places.filter((place) => place.path === path);
    const refs = same.map(({ pointer }) => `{ "$ref": ${JSON.stringify(pointer)} }`);
    const value = refs.length > 1 ? `{ "anyOf": [${refs.join(', ')}] }` : refs[0];
    return `\n        ${JSON.stringify(keyOf(path))}: ${value}`;
  });
  return lines.length === 0 ? [] : [`"${name}": {${lines.join(',')}\n      }`];
}

function replaceDefinition(text: string, name: string, lines: readonly string[]): string {
  const old = new RegExp(`^    "${name}": \\{.*?^    \\}`, 'ms');
  if (!old.test(text)) throw new Error(`the schema has no definition ${name} to write into`);
  return text.replace(old, () => `    "${name}": {\n      ${lines.join(',\n      ')}\n    }`);
}
