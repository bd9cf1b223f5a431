import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HYDIT, hasTool, PYTHON } from '../support/tools.ts';
import { build, CAPTIONS, shown, writeCaptioned } from './build-captioned.ts';
import { readRecorded } from './read-recorded.ts';
import { makeScratch, type Scratch, takeSteps } from './take-steps.ts';

const wanted =
  HYDIT !== undefined && hasTool('deepspeed', PYTHON, '-c', 'import deepspeed, peft, sentencepiece');
if (HYDIT === undefined)
  process.stderr.write('skipped: batches and captions as they are shown (set HYDIT to a checkout)\n');

interface ShownImage {
  readonly rank: number;
  readonly microStep: number;
  readonly epoch: number;
  readonly position: number;
  readonly source: string;
  readonly row: number;
  readonly shard: string;
  readonly shardRow: number;
  readonly isCopy: boolean;
}

interface ShownCaption {
  readonly epoch: number;
  readonly position: number;
  readonly source: string;
  readonly row: number;
  readonly text: string;
  readonly fellBack: boolean;
  readonly steps: readonly { readonly edit: string; readonly before: string; readonly after: string }[];
}

const RANKS = 2;
const MICRO_BATCH = 2;

const experiment = (name: string, resolution: string, workers: number): string => `ditc: 1
name: ${name}
seed: 77
model: {version: v1.2, weights: ema}
method: {kind: lora, rank: 4}
resolution: ${resolution}
batch: 8
optimizer: {lr: 1.0e-4}
length: 2 epochs
data:
  sources:
    plates: {csv: plates.csv}
    vases: {csv: vases.csv, times: 2}
  filters:
    - max_aspect: 1.9
  shard: {rows: 6}
  bad_images: {at_most: 0.1}
${CAPTIONS}save: {every: 2 epochs}
machine:
  gpu: A800-80GB
  gpus_per_node: ${RANKS}
  launch: {kind: local, port: 29531}
  workers: ${workers}
  memory: {zero: 0, offload: none, micro_batch: ${MICRO_BATCH}, gradient_checkpointing: false, attention: flash, encoder_dtype: fp32}
`;

describe.skipIf(!wanted)('what ditc show says of batches and captions', { timeout: 300_000 }, () => {
  let scratch: Scratch;

  beforeAll(async () => {
    scratch = await makeScratch(PYTHON, HYDIT ?? '');
    await writeCaptioned(scratch);
  }, 300_000);

  afterAll(async () => {
    await rm(scratch.root, { recursive: true });
  });

  it.each([
    ['single', '{kind: single, size: 256}', 1],
    ['multi', "{kind: multi, base: 256, ratios: ['1/1', '3/4', '4/3']}", 2],
  ])('is what two ranks of the real trainer load in two epochs (%s)', async (kind, resolution, workers) => {
    const name = `shown-${kind}`;
    const { launch } = await build(scratch, name, experiment(name, resolution, workers));
    const folder = await mkdtemp(join(scratch.root, 'recorded-'));
    const taken = await takeSteps(PYTHON, join(launch, 'run.sh'), { DITC_RECORD_SAMPLES: folder });
    expect(taken.status, taken.output.slice(-3000)).toBe(0);

    const images: ShownImage[] = [];
    const updates = taken.rates[0]?.length ?? 0;
    for (let step = 1; step <= updates; step += 1)
      images.push(...(await shown<ShownImage>(scratch, `${name}.yaml`, 'batches', '--step', `${step}`)));
    const captions = (
      await Promise.all(
        ['0', '1'].map(
          async (epoch) =>
            await shown<ShownCaption>(
              scratch,
              ...[`${name}.yaml`, 'captions', '--epoch', epoch, '--sample', '1000'],
            ),
        ),
      )
    ).flat();
    const captionAt = new Map(captions.map((each) => [`${each.epoch} ${each.position}`, each]));
    const expected = Array.from({ length: RANKS }, (_, rank) =>
      images
        .filter((image) => image.rank === rank)
        .map(({ epoch, position, source, row, shard, shardRow }) => {
          const caption = captionAt.get(`${epoch} ${position}`);
          expect(caption).toMatchObject({ source, row });
          const text = caption?.text;
          return {
            stage: 'main',
            rank,
            epoch,
            position,
            shard: join(source, shard),
            row: shardRow,
            text,
            text_t5: text,
          };
        }),
    );
    const recorded = await readRecorded(folder, 'main', RANKS, MICRO_BATCH);
    expect(recorded).toEqual(expected);

    // That the comparison is about something: two whole epochs, every variant, edits that do something, empty ones.
    expect(recorded[0]?.at(-1)?.epoch).toBe(1);
    expect(captions.length).toBe(images.length);
    expect(new Set(images.map(({ row, source }) => `${source} ${row}`)).size).toBeGreaterThan(18);
    const done = captions.flatMap(({ steps }) => steps).filter(({ before, after }) => before !== after);
    expect(new Set(done.map(({ edit }) => edit))).toEqual(new Set(['names', 'year', 'meta', 'order']));
    expect(captions.some(({ fellBack }) => fellBack)).toBe(true);
    expect(images.some(({ isCopy }) => isCopy)).toBe(kind === 'multi');
  });
});
