import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DrawStatistics } from '../../src/captions/draw-statistics.ts';
import type { PreviewedCaption } from '../../src/run/preview-captions.ts';
import type { EncoderTokens } from '../../src/tokens/measure-tokens.ts';
import { copyOfPorcelain, ditc } from '../support/ditc.ts';

const EXPERIMENT = `ditc: 1
name: porcelain
model: {version: v1.2, weights: ema}
method: {kind: lora, rank: 64}
resolution: {kind: single, size: 1024}
batch: 4
optimizer: {lr: 1.0e-4}
length: 60 steps
data:
  sources:
    porcelain: {csv: captions.csv}
captions:
  variants:
    zh: {column: zh, kind: prose, weight: 2}
    en: {column: en, kind: prose}
    tags: {column: tags, kind: tags}
  classes:
    year: {pattern: '^year [0-9]+$'}
    maker: {dictionary: makers.tsv}
  edits:
    - translate: {class: maker, p: 0.5}
    - id: year
      drop: {class: year, p: 0.3}
stages:
  - {id: first}
  - {id: second, length: 20 steps, captions.edits.year.drop.p: 1}
save: {every: 100 steps}
machine: {gpu: RTX-4090, checkout: checkout, memory: {micro_batch: 1}}
`;

/** The porcelain example with three captions an image; every fifth has none in English. */
function folderWithVariants(): string {
  const folder = copyOfPorcelain();
  const [, ...rows] = readFileSync(join(folder, 'porcelain.csv'), 'utf8').trimEnd().split(/\r?\n/);
  const lines = rows.map((row, index) => {
    const [image = '', text = ''] = row.split(',');
    const en = index % 5 === 0 ? '' : `plate ${index} by Lan Hua`;
    return `${image},${text},${en},"plate, year ${2000 + index}, Lan Hua, blue"\n`;
  });
  writeFileSync(join(folder, 'captions.csv'), `image_path,zh,en,tags\n${lines.join('')}`);
  writeFileSync(join(folder, 'makers.tsv'), 'Lan Hua\t兰花\tLH\n');
  writeFileSync(join(folder, 'experiment.yaml'), EXPERIMENT);
  return folder;
}

describe('ditc show captions', () => {
  const show = async (cwd: string, ...options: readonly string[]) =>
    ditc(['show', 'experiment.yaml', 'captions', ...options], { cwd });

  it('needs packed data, then shows what the trainer will read, draw by draw', async () => {
    const cwd = folderWithVariants();
    expect(await show(cwd)).toMatchObject({ stdout: '', status: 4 });
    expect(await ditc(['build', 'experiment.yaml'], { cwd })).toMatchObject({ status: 0 });

    const json = await show(cwd, '--sample', '24', '--format', 'json');
    const captions = JSON.parse(json.stdout) as readonly PreviewedCaption[]; // our own format
    expect(captions).toHaveLength(24);
    expect(captions.map(({ position }) => position)).toEqual([...Array(24).keys()]);
    expect(new Set(captions.map(({ row }) => row)).size).toBe(24);
    for (const { text, steps, variant } of captions) {
      expect(text).not.toBe('');
      if (steps.length > 0) expect(steps.at(-1)?.after).toBe(text);
      if (variant === 'zh') expect(text).toContain('青花瓷风格');
    }

    const text = await show(cwd, '--sample', '3');
    expect(text.stdout.match(/^epoch 0, position \d: porcelain \d+, \w+/gm)).toHaveLength(3);

    const second = await show(cwd, '--stage', 'second', '--sample', '24', '--format', 'json');
    const dropped = JSON.parse(second.stdout) as readonly PreviewedCaption[]; // our own format
    expect(dropped.map((each) => each.text).join('\n')).not.toMatch(/year \d/);

    const row = await show(cwd, '--row', '7', '--epoch', '1', '--format', 'json');
    const [only, ...others] = JSON.parse(row.stdout) as readonly PreviewedCaption[]; // our own format
    expect({ row: only?.row, epoch: only?.epoch, others }).toEqual({ row: 7, epoch: 1, others: [] });

    const stats = await show(cwd, '--stats', '--format', 'json');
    const { draws, variants, fellBack, edits } = JSON.parse(stats.stdout) as DrawStatistics; // our own format
    expect(draws).toBe(100_000);
    expect(Object.values(variants).reduce((sum, each) => sum + each, 0)).toBe(draws);
    // A quarter of the draws is English first, and five of 24 rows have none.
    expect(fellBack / draws).toBeCloseTo((1 / 4) * (5 / 24), 1);
    expect((edits['year']?.changed ?? 0) / (edits['year']?.seen ?? 1)).toBeCloseTo(0.3, 1);
  });

  it('counts tokens with the tokenizers of the checkout, and says a bound where there are none', async () => {
    const cwd = folderWithVariants();
    const { stdout: built } = await ditc(['build', 'experiment.yaml'], { cwd });
    expect(built).toMatch(
      /^captions second: CLIP reads 77 tokens: .*\n {9}mT5 reads 256 tokens: none of 24 /m,
    );
    const encodersOf = async () => {
      const { stdout } = await show(cwd, '--stats', '--format', 'json');
      return (JSON.parse(stdout) as { readonly encoders: readonly EncoderTokens[] }).encoders; // our own format
    };
    const bounds = await encodersOf();
    expect(bounds.map(({ encoder, limit, tokenizer }) => ({ encoder, limit, tokenizer }))).toEqual([
      { encoder: 'CLIP', limit: 77, tokenizer: undefined },
      { encoder: 'mT5', limit: 256, tokenizer: undefined },
    ]);
    const bound = await show(cwd, '--stats');
    expect(bound.stdout).toContain(
      'CLIP: a token a character at most; there is no `checkout/ckpts/t2i/tokenizer/vocab.txt`',
    );
    expect(bound.stdout).toMatch(/^mT5 +256 +≤ \d+ +≤ \d+ +≤ 0.00 %$/m);

    cpSync(join(import.meta.dirname, '../tokens/checkout'), join(cwd, 'checkout'), { recursive: true });
    const exact = await encodersOf();
    expect(exact.map(({ tokenizer }) => tokenizer)).toEqual([
      'checkout/ckpts/t2i/tokenizer/vocab.txt',
      'checkout/ckpts/t2i/mt5/tokenizer.json',
    ]);
    for (const [index, { longest, median, draws, worst }] of exact.entries()) {
      expect(longest).toBeLessThanOrEqual(bounds[index]?.longest ?? 0);
      expect(median).toBeGreaterThan(2);
      expect(draws).toBe(100_000); // the captions are fewer than those of a sample
      expect(worst[0]).toMatchObject({ source: 'porcelain', tokens: longest });
    }
    const { stdout } = await show(cwd, '--stats');
    expect(stdout).toMatch(/^CLIP +77 +\d+ +\d+ +\d+\.\d\d %$/m);
    expect(stdout).toMatch(/^mT5: counted with `checkout.*`; most tokens\n {2}\d+ {2}porcelain \d+: /m);
  });

  it.each([
    { options: ['--rank', '0'], says: '`--rank` says nothing about `captions`' },
    { options: ['--row', '99'], says: 'there is no packed row `99`' },
    { options: ['--row', 'nowhere:1'], says: 'there is no packed row `nowhere:1`' },
    { options: ['--stage', 'third'], says: 'there is no stage `third`' },
    { options: ['--epoch', '99'], says: 'has no epoch 99' },
  ])('gives 2 for $options', async ({ options, says }) => {
    const cwd = folderWithVariants();
    await ditc(['build', 'experiment.yaml'], { cwd });
    const { stdout, stderr, status } = await show(cwd, ...options);
    expect(stderr).toContain(says);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
  });
});
