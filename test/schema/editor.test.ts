import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LanguageServer, startLanguageServer } from '../support/language-server.ts';

const PATH = 'examples/porcelain/draft.yaml';

const HEAD = '# yaml-language-server: $schema=../../schema/experiment.schema.json\n';

const VALID = `${HEAD}ditc: 1
name: porcelain
model: {version: v1.2, weights: ema}
method: {kind: lora, rank: 64}
resolution: {kind: multi, base: 1024, step: 64}
batch: 8
optimizer: {lr: 1.0e-4}
length: 2000 steps
data:
  sources:
    porcelain: {csv: porcelain.csv}
machine: {gpu: RTX-4090}
`;

const examples = readdirSync('examples', { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
);

let server: LanguageServer;
beforeAll(async () => {
  server = await startLanguageServer();
});
afterAll(() => server.stop());

/** What the editor says about a text: line and column from 1, and the words. */
async function said(text: string): Promise<string[]> {
  const found = await server.open(PATH, text);
  return found.map(({ range, message }) => `${range.start.line + 1}:${range.start.character + 1} ${message}`);
}

describe('an editor with the YAML language server', () => {
  it.each(examples)('has nothing to say about examples/%s', async (name) => {
    const text = readFileSync(`examples/${name}`, 'utf8');
    expect(text).toMatch(/^# yaml-language-server: \$schema=/);
    expect(await server.open(`examples/${name}`, text)).toEqual([]);
  });

  it('finds the schema by the first line of each example, or it would not see a wrong key', async () => {
    expect(examples.length).toBeGreaterThan(2);
    for (const name of examples) {
      const text = `${readFileSync(`examples/${name}`, 'utf8')}\nwaterpot: 1\n`;
      const found = await server.open(`examples/${name}`, text);
      expect(found.map(({ message }) => message)).toEqual(['Property waterpot is not allowed.']);
    }
  });

  it('has nothing to say about the file of `ditc init`', async () => {
    const text = readFileSync('templates/init/experiment.yaml', 'utf8');
    expect(await server.open('schema/experiment.yaml', text)).toEqual([]);
  });

  it.each([
    {
      name: 'a tag that does not exist',
      from: 'kind: lora',
      to: 'kind: lore',
      says: ['5:16 Value is not accepted. Valid values: "full", "lora", "controlnet", "ipadapter".'],
    },
    { name: 'a key of another kind', from: 'kind: lora', to: 'kind: full', says: ['5:22 Property rank is not allowed.'] },
    { name: 'a missing key', from: 'batch: 8\n', to: '', says: ['2:1 Missing property "batch".'] },
    {
      name: 'a length without its unit',
      from: '2000 steps',
      to: '2000',
      says: [expect.stringContaining('`2000 steps` (optimizer steps) or `8 epochs`')],
    },
    { name: 'a number out of range', from: '1.0e-4', to: '2.0', says: [expect.stringContaining('maximum')] },
  ])('says one thing about $name, and it is right', async ({ from, to, says }) => {
    expect(VALID).toContain(from);
    expect(await said(VALID.replace(from, to))).toEqual(says);
  });

  it('offers the keys of the file', async () => {
    const labels = await server.complete(PATH, `${HEAD}ditc: 1\n¦\n`);
    expect(labels).toEqual(expect.arrayContaining(['name', 'model', 'method', 'batch', 'data', 'machine']));
    expect(labels).not.toContain('rank');
  });

  it.each(['method:\n  kind: ¦', 'method: {kind: ¦}'])('offers every kind in %j', async (text) => {
    expect(await server.complete(PATH, `${HEAD}ditc: 1\n${text}\n`)).toEqual(expect.arrayContaining(['full', 'lora']));
  });

  it('offers the keys of the kind that is written, and only `kind` before', async () => {
    const before = await server.complete(PATH, `${HEAD}ditc: 1\nmethod:\n  ¦\n`);
    expect(before).toContain('kind');
    expect(before).not.toContain('rank');
    const lora = await server.complete(PATH, `${HEAD}ditc: 1\nmethod:\n  kind: lora\n  ¦\n`);
    expect(lora).toEqual(expect.arrayContaining(['rank', 'targets']));
    expect(await server.complete(PATH, `${HEAD}ditc: 1\nmethod:\n  kind: full\n  ¦\n`)).toEqual([]);
  });

  it.each([
    { text: 'optimizer:\n  schedule: ¦', values: ['constant', 'linear', 'cosine'] },
    { text: 'model:\n  version: ¦', values: ['v1.2', 'v1.1', 'v1.0'] },
    { text: 'machine:\n  memory:\n    zero: ¦', values: ['0', '1', '2', '3'] },
  ])('offers the values in $text', async ({ text, values }) => {
    expect(await server.complete(PATH, `${HEAD}ditc: 1\n${text}\n`)).toEqual(expect.arrayContaining(values));
  });

  it('offers keys under a name of the user, and the tests of a filter', async () => {
    const source = await server.complete(PATH, `${HEAD}data:\n  sources:\n    vases:\n      ¦\n`);
    expect(source).toEqual(expect.arrayContaining(['csv', 'folder', 'times']));
    const filter = await server.complete(PATH, `${HEAD}data:\n  filters:\n    - ¦\n`);
    expect(filter).toEqual(expect.arrayContaining(['min_side', 'max_aspect']));
  });

  it.each([
    { text: 'ba¦tch: 8', says: 'Images an optimizer step' },
    { text: 'method: {kind: lora, ra¦nk: 64}', says: 'Rank of each update.' },
    { text: 'method: {ki¦nd: lora}', says: 'Train low-rank updates of some layers' },
    { text: 'data: {sources: {vases: {csv: a.csv, tim¦es: 2}}}', says: 'How often each row is used in an epoch.' },
  ])('explains what is under the pointer in $text', async ({ text, says }) => {
    expect(await server.hover(PATH, `${HEAD}ditc: 1\n${text}\n`)).toContain(says);
  });

  describe.each(['stages', 'runs'] as const)('in a row of %s', (rows) => {
    const row = (line: string): string => `${VALID}${rows}:\n  - id: one\n    ${line}\n`;

    it('offers the paths that it may replace', async () => {
      const labels = await server.complete(PATH, row('¦'));
      const paths = ['batch', 'length', 'optimizer.lr', 'optimizer.lr.tuned', 'captions.uncond.clip', 'ema'];
      expect(labels).toEqual(expect.arrayContaining(paths));
      expect(labels.filter((label) => /^(ditc|name|machine|trainer|stages|runs|allow)/.test(label))).toEqual([]);
      expect(labels.includes('use')).toBe(rows === 'stages');
      expect(labels.includes('model.version')).toBe(rows === 'runs');
    });

    it('offers the paths in a row on one line, once a letter is there', async () => {
      const labels = await server.complete(PATH, `${VALID}${rows}:\n  - {id: one, o¦}\n`);
      expect(labels).toEqual(expect.arrayContaining(['optimizer.lr', 'captions.uncond.clip']));
    });

    it.each([
      { line: 'optimizer.schedule: ¦', values: ['constant', 'linear', 'cosine'] },
      { line: 'data.dedupe: ¦', values: ['true', 'false'] },
      { line: 'resolution:\n      kind: multi\n      ¦', values: ['base', 'step', 'ratios'] },
    ])('offers the values in $line', async ({ line, values }) => {
      expect(await server.complete(PATH, row(line))).toEqual(expect.arrayContaining(values));
    });

    it.each([
      { line: 'bat¦ch: 16', says: 'Images an optimizer step' },
      { line: 'optimizer.lr.tun¦ed: 5.0e-5', says: 'Learning rate that was found good.' },
      { line: 'captions.edits.year.drop.¦p: 0.3', says: 'Chance of a tag, or of the class.' },
      { line: 'optimizer.schedule: co¦sine', says: 'Falls in half a cosine' },
    ])('explains what is under the pointer in $line', async ({ line, says }) => {
      expect(await server.hover(PATH, row(line))).toContain(says);
    });

    it.each([
      'batch: 16',
      'length: 300 steps',
      'optimizer.lr: 1.0e-4',
      'optimizer.lr: {tuned: 1.0e-4, at_batch: 128}',
      'captions.edits.year.drop.p: 0.3',
      'data.sources.batch4.times: 2',
      'resolution: {kind: single, size: 512}',
    ])('has nothing to say about %s', async (line) => {
      expect(await server.open(PATH, row(line))).toEqual([]);
    });

    it.each([
      { line: 'batch: many', says: '16:12 Incorrect type. Expected "integer".' },
      { line: 'captions.edits.year.drop.p: 3', says: '16:33 Value is above the maximum of 1.' },
      { line: 'length: 3', says: expect.stringContaining('`2000 steps` (optimizer steps) or `8 epochs`') },
      { line: 'optimizer.lr.tuend: 1.0e-4', says: '16:5 Property optimizer.lr.tuend is not allowed.' },
      { line: 'data.sources.batch4.tiems: 2', says: '16:5 Property data.sources.batch4.tiems is not allowed.' },
      { line: 'optimizer: {clip: 2.0}', says: '16:5 Property optimizer is not allowed.' },
      { line: 'machine.gpu: A', says: '16:5 Property machine.gpu is not allowed.' },
    ])('says one thing about $line, and it is right', async ({ line, says }) => {
      expect(await said(row(line))).toEqual([says]);
    });
  });
});
