import { describe, expect, it } from 'vitest';
import { type Compiled, compile } from '../../src/compile.ts';
import { positionAt } from '../../src/source/source-file.ts';

const STAGES = `
stages:
  - {id: s1, use: [first]}
  - {id: s2, use: [second], length: 300 steps, optimizer.lr.tuned: 5.0e-5, start_from: ema}
`;
const RUNS = `
runs:
  - {id: b32, batch: 32}
  - {id: slow, optimizer.lr.tuned: 2.0e-5}
`;

/** A full fine-tune on two sources; lines are replaced or added. */
function text(...more: readonly string[]): string {
  return `ditc: 1
name: anime
model: {version: v1.2, weights: ema}
method: {kind: full}
resolution: {kind: multi, base: 1024, step: 64}
batch: 16
optimizer: {lr: {tuned: 1.0e-4, at_batch: 16}}
ema: {decay: 0.99}
length: 1000 steps
save: {every: 100 steps, keep: 4}
data:
  sources:
    first: {csv: first.csv, rows: 50000}
    second: {csv: second.csv, rows: 60000}
  filters:
    - min_side: 1024
machine: {gpu: A800-80GB, gpus_per_node: 2}
${more.join('')}`;
}

const NOT_HERE = /source-missing/;

async function compiled(yaml: string, request: { run?: string; set?: readonly string[] } = {}) {
  const bytes = new TextEncoder().encode(yaml);
  return compile({ file: '-', cwd: '/nowhere', bytes, until: 'rules', ...request });
}

const said = ({ diagnostics }: Compiled): readonly string[] =>
  diagnostics
    .filter(({ code }) => !NOT_HERE.test(code))
    .map(({ code, span }) => {
      const { line, column } = positionAt(span.file, span.start);
      return `${span.file.path}:${line}:${column} ${code}`;
    });

describe('stages', () => {
  it('are one without any', async () => {
    const { stages } = await compiled(text());
    expect(stages?.map(({ experiment }) => experiment.stage)).toEqual([{ id: 'main' }]);
  });

  it('have their sources and what they replace, and start from the one before', async () => {
    const result = await compiled(text(STAGES));
    expect(said(result)).toEqual([]);
    const seen = result.stages?.map(({ experiment: { stage, data, optimizer, length } }) => ({
      stage,
      sources: Object.keys(data.sources),
      lr: optimizer.lr,
      length,
    }));
    expect(seen).toEqual([
      { stage: { id: 's1' }, sources: ['first'], lr: 1e-4, length: '1000 steps' },
      {
        stage: { id: 's2', before: { id: 's1', weights: 'ema' } },
        sources: ['second'],
        lr: 5e-5,
        length: '300 steps',
      },
    ]);
  });

  it.each([
    ['id: s1, use: [second]', ['override/same-id']],
    ['id: s2, use: [secnd]', ['override/unknown-source', 'override/unused-source']],
    ['id: s2, use: [second], optimizr.lr: 1', ['override/no-such-value']],
    ['id: s2, use: [second], optimizer: {lr: 1}', ['override/nested']],
    ['id: s2, use: [second], machine.gpus_per_node: 4', ['override/not-here']],
    ['id: s2, use: [second], method: {kind: lora}', ['override/not-here']],
    ['id: s2, use: [second], optimizer.lr: 5.0e-5', ['override/plain-over-tuned']],
    ['id: s2, use: [second], length: 300', ['schema/wrong-type']],
    ['id: s2, use: [second], length: 300 stps', ['schema/wrong-form']],
    ['id: s2, use: [second], batch: 0', ['schema/out-of-range']],
    ['id: s2, use: [second], optimizer.lr.tuned: fast', ['schema/wrong-type']],
  ])('refuse %s where it is written', async (row, codes) => {
    const result = await compiled(text('stages:\n  - {id: s1, use: [first]}\n', `  - {${row}}\n`));
    expect(said(result).map((finding) => finding.split(' ')[1])).toEqual(expect.arrayContaining(codes));
    for (const finding of said(result).filter((each) => !each.includes('unused-source')))
      expect(finding).toMatch(/^<stdin>:20:/);
  });

  it('start from an average only where there is one', async () => {
    const first = await compiled(text('stages:\n  - {id: s1, start_from: ema}\n'));
    expect(said(first)).toEqual(['<stdin>:19:26 override/start']);
    const none = text('stages:\n  - {id: s1, ema: none}\n  - {id: s2, start_from: ema}\n');
    expect(said(await compiled(none))).toEqual(['<stdin>:20:26 override/start']);
  });

  it('are judged by the rules, at the place of the override', async () => {
    const result = await compiled(text('stages:\n  - {id: s1}\n  - {id: s2, optimizer.lr.tuned: 0.5}\n'));
    expect(said(result)).toEqual(['<stdin>:20:34 rule/learning-rate-range']);
  });
});

describe('runs', () => {
  it('are named, and replace values in every stage', async () => {
    const result = await compiled(text(STAGES, RUNS), { run: 'b32' });
    expect(result.runs).toEqual(['b32', 'slow']);
    expect(result.stages?.map(({ experiment: { name, batch } }) => ({ name, batch }))).toEqual([
      { name: 'anime-b32', batch: 32 },
      { name: 'anime-b32', batch: 32 },
    ]);
  });

  it('have the last word over a stage, and say so', async () => {
    const result = await compiled(text(STAGES, RUNS), { run: 'slow' });
    expect(result.stages?.map(({ experiment }) => experiment.optimizer.lr)).toEqual([2e-5, 2e-5]);
    expect(said(result)).toEqual(['<stdin>:25:16 override/replaces-stage']);
  });

  it('are an error that names the others when there is none of the name', async () => {
    await expect(compiled(text(RUNS), { run: 'b64' })).rejects.toMatchObject({
      code: 'usage/run',
      help: 'There are `b32`, `slow`.',
    });
  });
});

describe('the command line', () => {
  it('replaces one value, above stages and runs', async () => {
    const result = await compiled(text(STAGES), { set: ['optimizer.lr.tuned=3.0e-5', 'batch=64'] });
    expect(result.stages?.map(({ experiment: { optimizer, batch } }) => [optimizer.lr, batch])).toEqual([
      [6e-5, 64],
      [6e-5, 64],
    ]);
  });

  it('points at itself in findings', async () => {
    const result = await compiled(text(), { set: ['batch=none'] });
    expect(said(result)).toEqual(['--set:1:8 schema/wrong-type']);
  });

  it.each(['batch', 'batch=1\nname: x', '=1', 'batch=[1'])('refuses %j', async (setting) => {
    await expect(compiled(text(), { set: [setting] })).rejects.toMatchObject({ code: 'usage/set' });
  });
});
