import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withoutOverrides } from '../../scripts/generate/overrides.ts';
import type { SchemaNode as GeneratorNode } from '../../scripts/generate/types-schema.ts';
import { checkShape } from '../../src/schema/check-shape.ts';
import { describedKeywords } from '../../src/schema/describe-error.ts';
import { branchOf, isRecord, schemaAt, unionOf } from '../../src/schema/schema-at.ts';
import type { SchemaNode } from '../../src/schema/schema-node.ts';
import { schemas } from '../../src/schema/schemas.ts';
import { load } from '../../src/source/load.ts';
import { valueOf } from '../../src/source/parse-yaml.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
// What is generated into the schema for override rows has tests of its own.
const schema = withoutOverrides(schemas.experiment as GeneratorNode) as SchemaNode;
const defs: [string, SchemaNode][] = [
  ['Experiment', schema],
  ['MachineFile', schemas.machine],
  ...Object.entries(schema.$defs ?? {}),
];
const maps = defs.filter(([, def]) => def.properties !== undefined);
const unions = defs.filter(([, def]) => def.allOf !== undefined);

describe('the schema', () => {
  it('is not empty', () => {
    expect(maps.length).toBeGreaterThan(15);
    expect(unions.length).toBeGreaterThanOrEqual(3);
  });

  // What stages and runs replace is checked where the dotted paths lead (src/expand).
  const open = ['Stage', 'Run'];
  it.each(maps.filter(([name, def]) => !def.allOf && !open.includes(name)))('closes %s', (_, def) => {
    expect(def.additionalProperties).toBe(false);
  });

  it.each(maps)('describes %s and each of its properties', (_, def) => {
    expect(def.description).toMatch(/\.$/);
    for (const [key, property] of Object.entries(def.properties ?? {})) {
      const isTagOfBranch = property.const !== undefined;
      expect(property.description ?? (isTagOfBranch ? 'Tag.' : `${key} has no description`)).toMatch(/\.$/);
      expect(property.properties, `${key} is a map outside of $defs`).toBeUndefined();
    }
  });

  it.each(defs)('keeps the defaults of %s where Ajv sees them: beside the $ref', (_, def) => {
    expect(def.default).toBeUndefined();
  });

  it.each(unions)('names the tags of %s alike in enum, if and branch, and explains each', (_, def) => {
    const union = unionOf(schema, def);
    const tag = def.properties?.[union?.tag ?? ''];
    expect([...(union?.branches.keys() ?? [])]).toEqual(tag?.enum);
    expect(tag?.markdownEnumDescriptions?.length).toBe(tag?.enum?.length);
    for (const [kind, branch] of union?.branches ?? []) {
      expect(branch.properties?.[union?.tag ?? '']?.const).toBe(kind);
      expect(branch.required).toContain(union?.tag);
      expect(branch.additionalProperties).toBe(false);
    }
  });

  it.each(unions)('asks for a map and the tag in each `if` of %s', (_, def) => {
    for (const part of def.allOf ?? []) {
      expect(part.if?.type).toBe('object');
      expect(part.if?.required?.length).toBe(1);
    }
  });

  it('explains every value of every enum', () => {
    const enums = nodesOf(schema).filter((node) => node.enum !== undefined && node.enum.length > 1);
    expect(enums.length).toBeGreaterThan(8);
    for (const node of enums) {
      expect(node.markdownEnumDescriptions?.length, JSON.stringify(node.enum)).toBe(node.enum?.length);
    }
  });

  it('says what a pattern means wherever it has one', () => {
    const patterns = nodesOf(schema).filter((node) => node.pattern !== undefined);
    expect(patterns.length).toBeGreaterThan(10);
    for (const node of patterns)
      expect(node.errorMessage ?? node.patternErrorMessage, node.pattern).toMatch(/^[a-z].*[^.]$/);
  });

  it('has words for every keyword that can fail', () => {
    const silent = new Set(
      '$schema $id $comment $defs $ref title description default examples errorMessage patternErrorMessage markdownDescription markdownEnumDescriptions defaultSnippets properties items allOf if then'.split(
        ' ',
      ),
    );
    const used = new Set(nodesOf(schema).flatMap((node) => Object.keys(node)));
    expect(used).toContain('exclusiveMaximum');
    expect(
      [...used].filter((keyword) => !silent.has(keyword) && !describedKeywords.includes(keyword)),
    ).toEqual([]);
  });

  it('gives the files that are in the repository', () => {
    expect(() => execFileSync('npx', ['tsx', 'scripts/generate.ts', '--check'], { cwd: ROOT })).not.toThrow();
  });
});

describe('the resolved type', () => {
  const small = `
ditc: 1
name: porcelain
model: {version: v1.2, weights: ema}
method: {kind: lora}
resolution: {kind: single, size: 1024}
batch: 8
optimizer: {lr: 1.0e-4}
length: 2000 steps
data: {sources: {porcelain: {csv: porcelain.csv}, vases: {folder: vases}}}
machine: {gpu: RTX-4090}
`;
  const files = {
    small,
    full: small.replace('{kind: lora}', '{kind: full}').replace('ditc: 1', 'ditc: 1\nema: {decay: 0.999}'),
    'with empty blocks': `${small.replace('machine: {gpu: RTX-4090}', 'machine: {gpu: {memory: 24GiB, compute: 8.9}, memory: {}, launch: {kind: local}, env: {}}')}
diffusion: {}
captions: {uncond: {}}
save: {}
trainer: {}
allow: []
`,
    'in buckets': small.replace(
      '{kind: single, size: 1024}',
      '{kind: multi, base: 1024, ratios: [1/1, 4/3]}',
    ),
  };

  it.each(Object.entries(files))(
    'does not lie about the file %s: every default is there',
    async (_, text) => {
      const shape = await checkShape(load('', 'porcelain.yaml', Buffer.from(text)), 'experiment');
      if (!('value' in shape)) throw new Error(shape.findings.map(({ message }) => message).join('\n'));
      let defaults = 0;
      walk(shape.value, []);
      expect(defaults).toBeGreaterThan(20);

      function walk(here: unknown, path: (string | number)[]): void {
        if (!isRecord(here)) return;
        const node = branchOf(schema, schemaAt(schema, path, shapeValue()) ?? {}, here);
        for (const [key, property] of Object.entries(Array.isArray(here) ? {} : (node.properties ?? {}))) {
          if (property.default === undefined) continue;
          defaults += 1;
          expect(Object.keys(here), `${path.join('.')}.${key}`).toContain(key);
        }
        for (const [key, child] of Object.entries(here))
          walk(child, [...path, Array.isArray(here) ? Number(key) : key]);
      }

      function shapeValue(): unknown {
        return 'value' in shape ? shape.value : undefined;
      }
    },
  );

  it('leaves the written value as it is', async () => {
    const parsed = load('', 'porcelain.yaml', Buffer.from(small));
    const before = JSON.stringify(valueOf(parsed));
    await checkShape(parsed, 'experiment');
    expect(JSON.stringify(valueOf(parsed))).toBe(before);
  });

  it('fills each file with values of its own', async () => {
    const shapes = await Promise.all(
      [1, 2].map(async () => checkShape(load('', 'porcelain.yaml', Buffer.from(small)), 'experiment')),
    );
    const [first, second] = shapes.map((shape) =>
      'value' in shape ? (shape.value as { diffusion: object }) : undefined,
    );
    expect(first?.diffusion).toEqual(second?.diffusion);
    expect(first?.diffusion).not.toBe(second?.diffusion);
  });

  it.each(['porcelain/lora.yaml', 'porcelain/full.yaml'])('holds for examples/%s', async (name) => {
    const path = `${ROOT}examples/${name}`;
    expect(existsSync(path)).toBe(true);
    const shape = await checkShape(load(path, name, readFileSync(path)), 'experiment');
    expect('findings' in shape ? shape.findings : []).toEqual([]);
  });
});

/** Every schema in a schema, itself included. */
function nodesOf(node: SchemaNode): SchemaNode[] {
  const parts = [
    ...Object.values(node.properties ?? {}),
    ...Object.values(node.$defs ?? {}),
    ...(node.allOf ?? []).flatMap((part) => [part.if, part.then]),
    node.items,
    node.propertyNames,
    typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined,
  ];
  return [node, ...parts.filter((part) => part !== undefined).flatMap(nodesOf)];
}
