import { Ajv2020 } from 'ajv/dist/2020.js';
import { CompletionItemKind, type CompletionItem } from 'vscode-languageserver-protocol/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { SchemaNode } from '../../src/schema/schema-node.ts';
import { schemas } from '../../src/schema/schemas.ts';
import { type LanguageServer, startLanguageServer } from '../support/language-server.ts';
import { type Block, blocksOf } from '../support/schema-blocks.ts';

type File = keyof typeof schemas;

const PATH = 'examples/porcelain/draft.yaml';

/** Each block of both files, where a file may have it. */
const places = (['experiment', 'machine'] as const).flatMap((file) =>
  blocksOf(schemas[file]).map((block) => ({ file, block, place: `${file}: ${block.name}` })),
);
const open = places.filter(({ block }) => block.tag !== undefined);
const chosen = places.filter(({ block }) => block.tag === undefined);

const ajv = new Ajv2020({ strict: false });

let server: LanguageServer;
beforeAll(async () => {
  server = await startLanguageServer();
});
afterAll(() => server.stop());

it('asks about every block that the schema defines', () => {
  const defined = Object.entries(schemas.experiment.$defs ?? {}).filter(([, def]) => def.properties);
  const missed = defined.filter(([, { properties = {} }]) => {
    const keys = Object.keys(properties).filter((key) => properties[key]?.const === undefined);
    return !places.some(({ block }) => keys.every((key) => Object.hasOwn(block.keys, key)));
  });
  expect(defined.length).toBeGreaterThan(20);
  expect(missed.map(([name]) => name)).toEqual([]);
});

// What is wrong in a text is said a while after it is opened: the blocks wait for it side by side.
describe.concurrent('an editor with the YAML language server', () => {
  it.each(places)('offers the keys of a block and no other, each explained, in $place', async (at) => {
    const [items = []] = await server.offers(PATH, textOf(at, ['¦']));
    const keys = items
      .filter(({ kind }) => kind === CompletionItemKind.Property)
      .map((item) => [item.label, wordsOf(item)]);
    const expected = Object.entries(at.block.keys).map(([key, node]) => [key, markdownOf(node)]);
    expect(keys.toSorted()).toEqual(expected.toSorted());
  });

  it.each(places)('explains each key with its values and examples in $place', async (at) => {
    const keys = Object.entries(at.block.keys);
    const shown = await server.hovers(
      PATH,
      textOf(
        at,
        keys.map(([key]) => `¦${key}: `),
      ),
    );
    keys.forEach(([key, node], index) => {
      for (const words of explanationOf(node)) expect(shown[index], key).toContain(words);
    });
  });

  it.each(places)('offers values, defaults and examples, and only right ones, in $place', async (at) => {
    const keys = Object.entries(at.block.keys);
    const offers = await server.offers(
      PATH,
      textOf(
        at,
        keys.map(([key]) => `${key}: ¦`),
      ),
    );
    keys.forEach(([key, node], index) => {
      const offered = (offers[index] ?? []).map((item) => [valueOf(item), wordsOf(item)] as const);
      const values = offered.map(([value]) => value).filter((value) => value !== null);
      expect(values, key).toEqual(expect.arrayContaining(valuesOf(node)));
      expect(
        values.filter((value) => !isRight(value, node, at.file)),
        key,
      ).toEqual([]);
      expect(offered, key).toEqual(expect.arrayContaining(explainedValues(node)));
    });
  });

  it.each(chosen)(
    'says of a wrong key, and of one of another kind, that it is not allowed in $place',
    async (at) => {
      const wrong = [...at.block.foreign, 'waterpot'];
      const said = await faultsIn(
        textOf(
          at,
          wrong.map((key) => `${key}: 1`),
        ),
      );
      expect(said.toSorted()).toEqual(
        wrong.map((key) => `${key}: Property ${key} is not allowed.`).toSorted(),
      );
    },
  );

  it.each(open)('names every kind where a wrong one is written in $place', async (at) => {
    const tag = String(at.block.tag);
    const kinds = at.block.keys[tag]?.enum?.map((kind) => JSON.stringify(kind)).join(', ');
    const said = await faultsIn(textOf(at, [`${tag}: waterpot`]));
    expect(said).toEqual([`waterpot: Value is not accepted. Valid values: ${kinds}.`]);
  });

  it.each(open)('asks for the kind where there is none in $place', async (at) => {
    const found = await server.open(PATH, textOf(at, ['waterpot: 1']));
    expect(found.map(({ message }) => message)).toContain(`Missing property "${at.block.tag}".`);
  });
});

/** A document with lines of this block and nothing else. */
function textOf({ file, block }: { file: File; block: Block }, lines: readonly string[]): string {
  const head = `# yaml-language-server: $schema=../../schema/${file}.schema.json\n`;
  return `${head}${block.before}${lines.join(`\n${block.indent}`)}\n`;
}

/** What the editor underlines and what it says of it; that the document lacks keys is no fault. */
async function faultsIn(text: string): Promise<string[]> {
  const found = await server.open(PATH, text);
  const lines = text.split('\n');
  return found
    .filter(({ message }) => !String(message).startsWith('Missing property'))
    .map(({ range: { start, end }, message }) => {
      return `${lines[start.line]?.slice(start.character, end.character)}: ${message}`;
    });
}

const markdownOf = (node: SchemaNode): string => node.markdownDescription ?? String(node.description);

const wordsOf = ({ documentation = '' }: CompletionItem): string =>
  typeof documentation === 'string' ? documentation : documentation.value;

/** What is offered, as it stands in the file once the editor has put it there. */
function valueOf({ insertText = '' }: CompletionItem): unknown {
  const text = insertText
    .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll(/(?<!\\)\$\d+/g, '')
    .replaceAll('\\$', '$');
  return (parse(`value: ${text}`) as { value: unknown }).value; // one key
}

/** What is to be offered; the server has nothing to write for an empty block or list. */
function valuesOf({ enum: allowed = [], default: filled, examples = [] }: SchemaNode): unknown[] {
  const isEmpty = typeof filled === 'object' && Object.keys(filled ?? {}).length === 0;
  return [...allowed, ...(filled === undefined || isEmpty ? [] : [filled]), ...examples];
}

const explainedValues = ({ enum: allowed = [], markdownEnumDescriptions = [] }: SchemaNode): unknown[] =>
  markdownEnumDescriptions.map((words, index) => [allowed[index], words]);

/** What an editor shows of a key. */
function explanationOf(node: SchemaNode): string[] {
  const { enum: allowed = [], markdownEnumDescriptions = [], examples = [] } = node;
  return [
    markdownOf(node),
    ...markdownEnumDescriptions.map((words, index) => `\`${String(allowed[index])}\`: ${words}\n`),
    ...examples.map((example) => `\`\`\`yaml\n${stringify(example)}\`\`\``),
  ];
}

/** Whether the schema takes the value there. */
const isRight = (value: unknown, node: SchemaNode, file: File): boolean =>
  ajv.validate({ ...node, $defs: schemas[file].$defs }, value);
