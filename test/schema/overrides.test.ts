import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { spliceOverrides, withoutOverrides } from '../../scripts/generate/overrides.ts';
import { applyLayers } from '../../src/expand/apply-layers.ts';
import { layerOf } from '../../src/expand/layer.ts';
import { checkShape } from '../../src/schema/check-shape.ts';
import { load } from '../../src/source/load.ts';
import { parseYaml } from '../../src/source/parse-yaml.ts';
import { makeSourceFile } from '../../src/source/source-file.ts';

const PUBLISHED = readFileSync('schema/experiment.schema.json', 'utf8');
const ajv = new Ajv2020({ strict: false, useDefaults: true });
ajv.addSchema(JSON.parse(PUBLISHED) as object, 'published');

const EXAMPLE = 'examples/anime/anime.yaml';
const shape = await checkShape(load(EXAMPLE, 'anime.yaml', readFileSync(EXAMPLE)), 'experiment');
const example = 'value' in shape ? shape.value : undefined;

/** Every part of a value by its dotted path, items of lists by their `id`. */
function partsOf(value: unknown, prefix = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  const parts: [string, unknown][] = Array.isArray(value)
    ? value.flatMap((item: { id?: string }) => (item.id === undefined ? [] : [[item.id, item]]))
    : Object.entries(value);
  return parts.flatMap(([key, part]) => [[`${prefix}${key}`, part], ...partsOf(part, `${prefix}${key}.`)]);
}

describe.each([
  { kind: 'stage', definition: 'Stage' },
  { kind: 'run', definition: 'Run' },
] as const)('the published $definition', ({ kind, definition }) => {
  const accepts = ajv.getSchema(`published#/$defs/${definition}`);

  it('takes a path if and only if the command line does', () => {
    const parts = partsOf(example);
    expect(parts.length).toBeGreaterThan(100);
    const answers = parts.map(([path, value]) => {
      const row = { id: 'one', [path]: value };
      const parsed = parseYaml(makeSourceFile('row', `${path}: 0\n`));
      const { findings } = applyLayers(example, [layerOf(kind, parsed, [], row)]);
      return { path, editor: accepts?.(row), commandLine: findings.length === 0 };
    });
    expect(answers.filter(({ editor, commandLine }) => editor !== commandLine)).toEqual([]);
    expect(new Set(answers.map(({ editor }) => editor))).toEqual(new Set([true, false]));
  });

  it('fills no override into a row', () => {
    const row = { id: 'one' };
    accepts?.(row);
    expect(row).toEqual(kind === 'stage' ? { id: 'one', start_from: 'module' } : { id: 'one' });
  });

  it.each(['optimizer.lr.tuend', 'captions.edits.year.drop.q', 'data.sources.a.b.times'])(
    'does not take `%s`, which leads nowhere',
    (path) => expect(accepts?.({ id: 'one', [path]: 1 })).toBe(false),
  );
});

describe('the definitions of overrides', () => {
  it('are not in the validators of the command line', () => {
    expect(readFileSync('src/generated/validators.js', 'utf8')).not.toContain('Overrides');
  });

  it('follow kinds, names and ids, and take either form where two kinds have the same key', () => {
    const text = `{
  "properties": { "a": { "$ref": "#/$defs/A" } },
  "$defs": {
    "A": {
      "type": "object",
      "properties": { "kind": { "enum": ["x", "y"] }, "rows": { "type": "array", "items": { "$ref": "#/$defs/B" } } },
      "allOf": [{ "if": {}, "then": { "$ref": "#/$defs/X" } }, { "if": {}, "then": { "$ref": "#/$defs/Y" } }]
    },
    "B": { "type": "object", "properties": { "id": { "type": "string" }, "on": { "type": "boolean" } } },
    "X": { "type": "object", "properties": { "kind": { "const": "x" }, "size": { "type": "integer" } } },
    "Y": { "type": "object", "properties": { "kind": { "const": "y" }, "size": { "type": "string" } } },
    "StageOverrides": {
    },
    "RunOverrides": {
    }
  }
}`;
    const { $defs } = JSON.parse(spliceOverrides(text)) as { $defs: Record<string, object> };
    expect($defs['StageOverrides']).toMatchObject({
      properties: {
        a: { $ref: '#/properties/a' },
        'a.kind': { $ref: '#/$defs/A/properties/kind' },
        'a.rows': { $ref: '#/$defs/A/properties/rows' },
        'a.size': { anyOf: [{ $ref: '#/$defs/X/properties/size' }, { $ref: '#/$defs/Y/properties/size' }] },
      },
      patternProperties: {
        '^a\\.rows\\.[^.]+\\.id$': { $ref: '#/$defs/B/properties/id' },
        '^a\\.rows\\.[^.]+\\.on$': { $ref: '#/$defs/B/properties/on' },
      },
    });
  });

  it('change with the schema that they are made from, and with nothing else', () => {
    expect(spliceOverrides(PUBLISHED)).toBe(PUBLISHED);
    const renamed = spliceOverrides(PUBLISHED.replace('"noise_offset": {', '"offset": {'));
    expect(renamed).toContain('"diffusion.offset": { "$ref": "#/$defs/Diffusion/properties/offset" }');
    expect(renamed).not.toContain('noise_offset');
  });

  it('have a place in the file, or the generator says so', () => {
    expect(() => spliceOverrides('{"properties": {"a": {"type": "string"}}}')).toThrow('no definition StageOverrides');
  });

  it('are taken out with the rows left open', () => {
    const { $defs = {} } = withoutOverrides(JSON.parse(PUBLISHED));
    expect(Object.keys($defs)).not.toContain('StageOverrides');
    expect($defs['Stage']).toMatchObject({ additionalProperties: true });
    expect($defs['Stage']).not.toHaveProperty('allOf');
  });
});
