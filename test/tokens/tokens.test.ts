import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { measureTokens } from '../../src/tokens/measure-tokens.ts';
import { openCounters } from '../../src/tokens/open-counters.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { PYTHON, runPython } from '../support/tools.ts';
import { anyCaptions } from './any-captions.ts';

type Counts = Readonly<Record<'CLIP' | 'CLIP, fast' | 'mT5', readonly number[]>>;

const HERE = import.meta.dirname;
const BERT = 'ckpts/t2i/tokenizer';
const MT5 = 'ckpts/t2i/mt5';

function recorded<T>(name: string): T {
  return JSON.parse(readFileSync(join(HERE, name), 'utf8'));
}

/** Captions beside the counts that the real tokenizers and ours give. */
async function compared(folder: string, captions: readonly string[], counts: Counts) {
  const [clip, mt5] = await openCounters('.', folder);
  const rows = (real: Counts) =>
    captions.map((text, index) => ({
      text,
      clip: real.CLIP[index],
      fast: real['CLIP, fast'][index],
      mt5: real.mT5[index],
    }));
  const clips = captions.map((text) => clip?.count(text) ?? 0);
  const ours = { CLIP: clips, 'CLIP, fast': clips, mT5: captions.map((text) => mt5?.count(text) ?? 0) };
  return { ours: rows(ours), real: rows(counts), exact: [clip?.tokenizer, mt5?.tokenizer] };
}

describe('token counts', () => {
  it('are those recorded of transformers', async () => {
    const { captions } = recorded<{ captions: readonly string[] }>('captions.json');
    const { ours, real, exact } = await compared(join(HERE, 'checkout'), captions, recorded('counts.json'));
    expect(exact).toEqual([`${BERT}/vocab.txt`, `${MT5}/tokenizer.json`]);
    expect(ours).toEqual(real);
  });

  it.skipIf(!hasTransformers()).each([
    { seed: 1, config: {} },
    { seed: 2, config: { do_lower_case: false } },
    { seed: 3, config: { do_lower_case: false, strip_accents: true } },
    { seed: 4, config: { strip_accents: false } },
    { seed: 5, config: { tokenize_chinese_chars: false } },
  ])('are those of transformers with $config', { timeout: 120_000 }, async ({ seed, config }) => {
    const folder = temporaryFolder();
    const captions = anyCaptions(1000, seed);
    const asked = { captions, corpus: anyCaptions(300, seed + 100), config };
    const counts = runPython(join(HERE, 'real-tokens.py'), asked, folder) as Counts; // our own script
    const { ours, real } = await compared(folder, captions, counts);
    expect(ours).toEqual(real);
  });

  it('are never more than the bound that stands in for them', async () => {
    const exact = await openCounters('checkout', HERE);
    const bounds = await openCounters('nowhere', HERE);
    for (const text of anyCaptions(1000, 6))
      for (const [index, { count }] of exact.entries())
        expect(bounds[index]?.count(text), text).toBeGreaterThanOrEqual(count(text));
  });
});

describe('a bound says why it is one', () => {
  it.each([
    {
      name: 'nothing is there',
      change: (folder: string) => rmSync(join(folder, 'ckpts'), { recursive: true }),
    },
    {
      name: 'mT5 is in another form',
      change: (folder: string) => {
        rmSync(join(folder, MT5, 'tokenizer.json'));
        writeFileSync(join(folder, MT5, 'spiece.model'), '');
      },
    },
    {
      name: 'the files are broken',
      change: (folder: string) => {
        writeFileSync(join(folder, MT5, 'tokenizer.json'), '{"model": {"type": "Other"}}');
        writeFileSync(join(folder, BERT, 'tokenizer_config.json'), '{');
      },
    },
    {
      name: 'a folder stands for a file',
      change: (folder: string) => {
        rmSync(join(folder, BERT, 'vocab.txt'));
        mkdirSync(join(folder, BERT, 'vocab.txt'));
      },
    },
  ])('$name', async ({ change }) => {
    const folder = temporaryFolder();
    cpSync(join(HERE, 'checkout'), join(folder, 'checkout'), { recursive: true });
    change(join(folder, 'checkout'));
    const counters = await openCounters('checkout', folder);
    expect(
      counters.map(({ encoder, tokenizer, reason, count }) => ({
        encoder,
        tokenizer,
        reason,
        two: count('青花 한'),
      })),
    ).toMatchSnapshot();
  });
});

describe('measureTokens', () => {
  const images = [
    { source: 'a', row: 4 },
    { source: 'b', row: 2 },
    { source: 'b', row: 2 }, // a repeat
  ];
  const counter = { encoder: 'CLIP', limit: 3, count: (text: string) => text.length };

  it('weighs each caption with its draws, and names the longest of each row', () => {
    const captions = [
      { text: 'a', draws: 6, image: 0 },
      { text: 'bbb', draws: 3, image: 1 },
      { text: 'cccc', draws: 1, image: 2 },
    ];
    expect(measureTokens({ draws: 10, captions }, counter, images)).toEqual({
      encoder: 'CLIP',
      limit: 3,
      draws: 10,
      captions: 3,
      median: 1,
      longest: 4,
      cut: 1,
      worst: [
        { source: 'b', row: 2, text: 'cccc', tokens: 4 },
        { source: 'a', row: 4, text: 'a', tokens: 1 },
      ],
    });
  });

  it('has nothing to say of no captions', () => {
    const measured = measureTokens({ draws: 0, captions: [] }, counter, images);
    expect(measured).toMatchObject({ median: 0, longest: 0, cut: 0, worst: [] });
  });
});

/** Not among the tools that are required: what they count is recorded. */
function hasTransformers(): boolean {
  const modules =
    'tokenizers, transformers.models.bert.tokenization_bert_legacy, sentencepiece.sentencepiece_model_pb2';
  const has = spawnSync(PYTHON, ['-c', `import ${modules}`]).status === 0;
  if (!has) process.stderr.write("skipped: Python's transformers and sentencepiece are not installed\n");
  return has;
}
