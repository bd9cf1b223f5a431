import type { ErrorObject } from 'ajv';
import { dotted, type Path } from '../diagnostics/diagnostic.ts';
import { adviceFor } from './foreign-words.ts';
import { branchOf, isRecord, schemaAt, unionOf } from './schema-at.ts';
import type { SchemaNode } from './schema-node.ts';
import { code, describeValue, listOf, nearest, nounsOf } from './wording.ts';

/** A broken keyword of the schema in our words, and the place to blame. */
export interface Described {
  readonly code: string;
  readonly message: string;
  /** Full sentences; where nothing else is to be said, what the value is for. */
  readonly help: string;
  readonly path: Path;
  readonly blame: 'key' | 'value';
  /** The key that was probably meant, when `path` ends in an unknown one. */
  readonly meant?: string;
}

interface Context {
  /** Parameters that Ajv gives for the keyword. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The value as a sentence names it: `optimizer.lr` in backticks, or "the file". */
  readonly name: string;
  readonly value: unknown;
  readonly schema: SchemaNode;
  readonly root: SchemaNode;
  readonly path: Path;
}

interface Saying {
  readonly message: string;
  readonly help?: string | undefined;
  readonly meant?: string | undefined;
}

interface Row {
  readonly code: string;
  /** `child` blames the key that the parameters name. */
  readonly blame: 'key' | 'value' | 'child';
  readonly say: (context: Context) => Saying;
}

const limit = (word: string): Row => ({
  code: 'schema/out-of-range',
  blame: 'value',
  say: ({ name, value, params, schema }) => ({
    message: `${name} is ${code(value)}, it must be ${word.replace('#', String(params['limit']))}`,
    ...(params['limit'] === 1 && schema.minimum === 0 && typeof value === 'number' && fromPercent(value)),
  }),
});

/** What a share in percent is as a share; nothing for a number that is none. */
function fromPercent(value: number): Pick<Saying, 'help'> {
  if (!(value > 1 && value <= 100)) return {};
  return { help: `A share is a part of 1: ${value} % is ${Number((value / 100).toPrecision(12))}.` };
}

/** One row a keyword that the schema uses; a test compares the two. */
const ROWS: Readonly<Record<string, Row>> = {
  additionalProperties: { code: 'schema/unknown-key', blame: 'child', say: unknownKey },
  required: { code: 'schema/missing-key', blame: 'key', say: missingKey },
  type: { code: 'schema/wrong-type', blame: 'value', say: wrongType },
  enum: { code: 'schema/unknown-value', blame: 'value', say: unknownValue },
  const: { code: 'schema/unknown-value', blame: 'value', say: unknownValue },
  pattern: {
    code: 'schema/wrong-form',
    blame: 'value',
    say: ({ name, value, schema, params }) => ({
      message: `${name} is ${code(value)}, which is not a form it takes`,
      help: formOf(schema) ?? sentence(`it must match ${code(params['pattern'])}`),
    }),
  },
  minimum: limit('# or more'),
  exclusiveMinimum: limit('more than #'),
  maximum: limit('# or less'),
  exclusiveMaximum: limit('less than #'),
  minItems: {
    code: 'schema/wrong-count',
    blame: 'value',
    say: ({ name, value, params }) => ({
      message: `${name} has ${count(value)}, it needs ${params['limit']} or more`,
    }),
  },
  maxItems: {
    code: 'schema/wrong-count',
    blame: 'value',
    say: ({ name, value, params }) => ({
      message: `${name} has ${count(value)}, it takes ${params['limit']} at most`,
    }),
  },
  minProperties: { code: 'schema/wrong-count', blame: 'value', say: emptyMap },
  maxProperties: {
    code: 'schema/wrong-count',
    blame: 'value',
    say: ({ name, value }) => ({
      message: `${name} has ${listOf(Object.keys(isRecord(value) ? value : {}), 'and')}, it takes one key`,
      help: 'Write each as a list item of its own.',
    }),
  },
  propertyNames: {
    code: 'schema/wrong-name',
    blame: 'child',
    say: ({ name, schema, params }) => ({
      message: `${code(params['propertyName'])} cannot be a name in ${name}`,
      help: sentence(schema.propertyNames?.errorMessage ?? ''),
    }),
  },
};

/** The keywords that have words of ours. */
export const describedKeywords: readonly string[] = Object.keys(ROWS);

/** Ajv's errors in our words, without echoes of the same cause. */
export function describeErrors(errors: readonly ErrorObject[], root: SchemaNode, file: unknown): Described[] {
  const causes = errors.filter((error) => error.keyword !== 'if' && error.propertyName === undefined);
  const described = causes.map((error) => describe(error, root, file));
  // A required key that is only misspelt is said once, at the misspelt key.
  const meant = new Set(
    described
      .filter((item) => item.meant !== undefined)
      .map((item) => `${dotted(item.path.slice(0, -1))}:${item.meant}`),
  );
  return described.filter(
    (item, index) => !meant.has(`${dotted(item.path)}:${causes[index]?.params['missingProperty']}`),
  );
}

function describe(error: ErrorObject, root: SchemaNode, file: unknown): Described {
  const row = ROWS[error.keyword];
  if (!row) throw new Error(`no words for the schema's keyword ${error.keyword}`);
  const path = toPath(error.instancePath, file);
  const value = path.reduce<unknown>((node, step) => (isRecord(node) ? node[step] : undefined), file);
  const schema = branchOf(root, schemaAt(root, path, file) ?? {}, value);
  const name = path.length === 0 ? 'the file' : code(dotted(path));
  const params = error.params as Record<string, unknown>; // Ajv types params as Record<string, any>
  const { message, help, meant } = row.say({ params, name, value, schema, root, path });
  const child = params['additionalProperty'] ?? params['propertyName'];
  return {
    code: row.code,
    message,
    help: help || sentence(schema.description ?? 'See `ditc schema`'),
    ...(meant !== undefined && { meant }),
    path: row.blame === 'child' ? [...path, String(child)] : path,
    blame: row.blame === 'value' ? 'value' : 'key',
  };
}

/** `/data/sources/a~1b/csv` as a path, list positions as numbers. */
function toPath(pointer: string, file: unknown): Path {
  let value = file;
  const parts = pointer.split('/').slice(1);
  return parts.map((part) => {
    const text = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const step = Array.isArray(value) ? Number(text) : text;
    value = isRecord(value) ? value[step] : undefined;
    return step;
  });
}

function unknownKey({ params, name, value, schema, root, path }: Context): Saying {
  const key = String(params['additionalProperty']);
  const owner = ownersOf(key, root, path, value);
  if (owner)
    return {
      message: `${code(key)} belongs to ${owner}`,
      help: `Change the kind, or take ${code(key)} out.`,
    };
  const known = Object.keys(schema.properties ?? {});
  const message = `unknown key ${code(key)} in ${name}`;
  const free = known.filter((candidate) => !isRecord(value) || !Object.hasOwn(value, candidate));
  const advice = adviceFor(key);
  const meant = nearest(key, free);
  if (advice !== undefined && (meant === undefined || meant.toLowerCase() !== key.toLowerCase()))
    return { message, help: advice };
  if (meant !== undefined) return { message, help: `Did you mean ${code(meant)}?`, meant };
  return { message, help: `Known here: ${listOf(known, 'and')}.` };
}

/** The kinds of a tagged union that do have the key, and the one that was chosen. */
function ownersOf(key: string, root: SchemaNode, path: Path, value: unknown): string | undefined {
  const parent = schemaUnion(root, path, value);
  if (!parent) return undefined;
  const { tag, branches } = parent;
  const owners = [...branches]
    .filter(([, branch]) => branch.properties && Object.hasOwn(branch.properties, key))
    .map(([kind]) => `${tag}: ${kind}`);
  const chosen = isRecord(value) ? `${tag}: ${String(value[tag])}` : '';
  return owners.length > 0
    ? `${listOf(owners, 'or')}, but ${code(dotted(path))} has ${code(chosen)}`
    : undefined;
}

function schemaUnion(root: SchemaNode, path: Path, value: unknown): ReturnType<typeof unionOf> {
  // Only maps are unions, and the union of a map does not depend on its own tag: an empty file leads to it.
  const wrapped = path
    .toReversed()
    .reduce<unknown>(
      (inner, step) =>
        typeof step === 'number' ? Array.from({ length: step + 1 }, () => inner) : { [step]: inner },
      value,
    );
  const node = schemaAt(root, path, wrapped);
  return node && unionOf(root, node);
}

function missingKey({ params, name, value, schema, root }: Context): Saying {
  const key = String(params['missingProperty']);
  const union = unionOf(root, schema);
  const message = `${name} needs the key ${code(key)}`;
  if (union?.tag !== key) {
    const property = schema.properties?.[key];
    const example =
      property && (schemaAt({ ...root, properties: { [key]: property } }, [key], {})?.examples ?? [])[0];
    return {
      message,
      help: [
        sentence(property?.description ?? ''),
        example === undefined ? '' : `For example ${code(`${key}: ${String(example)}`)}.`,
      ]
        .filter(Boolean)
        .join(' '),
    };
  }
  const fits = [...union.branches].filter(([, branch]) =>
    Object.keys(isRecord(value) ? value : {}).every((other) => Object.hasOwn(branch.properties ?? {}, other)),
  );
  const help = `It is ${listOf([...union.branches.keys()], 'or')}.`;
  return {
    message,
    help: fits.length === 1 ? `${help} The other keys fit ${code(`${key}: ${fits[0]?.[0]}`)}.` : help,
  };
}

function wrongType({ params, name, value, schema }: Context): Saying {
  const types = [params['type']].flat().map(String);
  const tag = schema.allOf ? schema.required?.[0] : undefined;
  const kinds = tag === undefined ? [] : (schema.properties?.[tag]?.enum ?? []);
  if (kinds.includes(value))
    return { message: `${name} is a map`, help: `Write ${code(`{${tag}: ${String(value)}}`)}.` };
  if (value === null) return { message: `${name} is empty`, help: 'Give it a value, or leave the key out.' };
  const message = `${name} must be ${nounsOf(types)}, it is ${describeValue(value)}`;
  const isNumber = types.some((type) => type === 'number' || type === 'integer');
  if (isNumber && typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
    return { message, help: 'Take the quotes away.' };
  const percent = isNumber && typeof value === 'string' ? /^([\d.]+) ?%$/.exec(value)?.[1] : undefined;
  if (percent !== undefined) return { message, ...fromPercent(Number(percent)) };
  if (types.includes('boolean') && (value === 'true' || value === 'false'))
    return { message, help: 'Take the quotes away.' };
  return { message, help: formOf(schema) };
}

function unknownValue({ params, name, value, schema }: Context): Saying {
  const allowed = (params['allowedValues'] as unknown[] | undefined) ?? [params['allowedValue']]; // Ajv: the enum, or the const
  const message = `${name} is ${code(value)}, it must be ${listOf(allowed, 'or')}`;
  if (typeof value === 'string' && allowed.some((item) => item !== value && String(item) === value))
    return { message, help: 'Take the quotes away.' };
  const meant = nearest(String(value), allowed);
  const help = meant === undefined ? formOf(schema) : `Did you mean ${code(meant)}?`;
  return { message, help };
}

function emptyMap({ name, schema }: Context): Saying {
  const known = Object.keys(schema.properties ?? {});
  return {
    message: `${name} is empty`,
    help:
      schema.maxProperties === 1 ? `It needs one of ${listOf(known, 'or')}.` : 'It needs at least one entry.',
  };
}

const count = (value: unknown): string =>
  Array.isArray(value) && value.length === 1 ? '1 item' : `${Array.isArray(value) ? value.length : 0} items`;

/** What form a value has, in words of the schema. */
function formOf({ errorMessage, patternErrorMessage }: SchemaNode): string | undefined {
  const form = errorMessage ?? patternErrorMessage;
  return form && sentence(form);
}

const sentence = (text: string): string =>
  text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
