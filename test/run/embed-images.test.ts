import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { IndexStep, Plan } from '../../src/plan/plan.ts';
import { embedImages } from '../../src/run/embed-images.ts';
import type { RehearsedImage } from '../../src/run/rehearse.ts';
import { copyOfPorcelain, ditc } from '../support/ditc.ts';

/** Two small images, a large one, and one of a format that no browser shows, with how many bytes each has. */
const IMAGES = {
  '11-vase.webp': 53_720,
  '16-vase.webp': 49_300,
  '06-plate.png': 666_794,
  'grey.ppm': 23,
};

it('embeds the bytes that were packed, as far as the limits and the formats of browsers go', async () => {
  const root = copyOfPorcelain();
  writeFileSync(join(root, 'images', 'grey.ppm'), `P6\n2 2\n255\n${'~'.repeat(12)}`);
  const rows = Object.keys(IMAGES).map((name) => `images/${name},a plate\n`);
  writeFileSync(join(root, 'few.csv'), `image_path,text\n${rows.join('')}`);
  writeFileSync(join(root, 'few.yaml'), EXPERIMENT);
  await ditc(['build', 'few.yaml', '--only', 'data'], { cwd: root });
  const json = async (...argv: readonly string[]) =>
    JSON.parse((await ditc([...argv, '--format', 'json'], { cwd: root })).stdout);
  const images = (await json('show', 'few.yaml', 'batches')) as RehearsedImage[]; // as the command prints them
  const { steps } = (await json('plan', 'few.yaml')) as Plan;
  const index = steps.find((step): step is IndexStep => step.kind === 'index');
  if (index === undefined) throw new Error('no index');

  const embed = (all: number) => {
    const inOrder = images.toSorted((a, b) => a.row - b.row);
    const found = embedImages(inOrder, index, root, { each: 100_000, all });
    return found.map((image) => ('uri' in image ? image.uri : [image.why, image.size]));
  };
  const uriOf = (name: string) =>
    `data:image/webp;base64,${readFileSync(join(root, 'images', name)).toString('base64')}`;
  const left = [
    ['too-large', IMAGES['06-plate.png']],
    ['unknown-format', IMAGES['grey.ppm']],
  ];
  expect(embed(1_000_000)).toEqual([uriOf('11-vase.webp'), uriOf('16-vase.webp'), ...left]);
  expect(embed(60_000)).toEqual([uriOf('11-vase.webp'), ['page-full', IMAGES['16-vase.webp']], ...left]);
});

const EXPERIMENT = `ditc: 1
name: few
model: {version: v1.2, weights: ema}
method: {kind: lora, rank: 64}
resolution: {kind: single, size: 1024}
batch: 1
optimizer: {lr: 1.0e-4}
length: 10 steps
data:
  sources:
    few: {csv: few.csv}
machine: {gpu: RTX-4090}
`;
