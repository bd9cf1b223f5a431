import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { ditc } from '../support/ditc.ts';
import type { Scratch } from './take-steps.ts';

const EXAMPLE = join(import.meta.dirname, '..', '..', 'examples', 'porcelain');

/** Captions that a caption experiment draws from, five an image; every kind of edit that the public pipelines use. */
export const CAPTIONS = `captions:
  variants:
    zh_long: {column: zh_long, kind: prose, weight: 30}
    zh_short: {column: zh_short, kind: prose, weight: 15}
    en_long: {column: en_long, kind: prose, weight: 15}
    tags_en: {column: tags_en, kind: tags, weight: 25}
    mixed: {column: mixed, kind: tags, weight: 15}
  classes:
    year: {pattern: '^year (18|19)\\d\\d$'}
    meta: {list: meta.txt}
    painter: {dictionary: painters.tsv}
  edits:
    - id: names
      translate: {class: painter, p: 0.5, variants: [tags_en, mixed, en_long]}
    - id: year
      drop: {class: year, p: 0.3}
    - id: meta
      drop: {class: meta, p: 0.5}
    - id: order
      shuffle: {keep_first: [painter], variants: [tags_en]}
`;

const PAINTERS = [
  ['xu wenrui', '徐文瑞', 'Xu Wenrui|Master Xu'],
  ['lan yue', '兰月', 'Lan Yue'],
];

/** Writes `plates.csv` and `vases.csv`: 24 images with five captions each, some of them empty, and an image that is missing. */
export async function writeCaptioned({ experiment }: Scratch): Promise<void> {
  await cp(join(EXAMPLE, 'images'), join(experiment, 'images'), { recursive: true });
  const lines = (await readFile(join(EXAMPLE, 'porcelain.csv'), 'utf8')).trim().split('\n').slice(1);
  const rows = lines.map((line, index) => captionsOf(line, index));
  const header = 'image_path,zh_long,zh_short,en_long,tags_en,mixed';
  const missing = 'images/none.jpg,白瓷,白瓷,a bowl,bowl,碗';
  await writeFile(
    join(experiment, 'plates.csv'),
    [header, ...rows.slice(0, 5), missing, ...rows.slice(5, 14), ''].join('\n'),
  );
  await writeFile(join(experiment, 'vases.csv'), [header, ...rows.slice(14), ''].join('\n'));
  await writeFile(join(experiment, 'meta.txt'), 'highres\nscan\n');
  await writeFile(join(experiment, 'painters.tsv'), PAINTERS.map((each) => `${each.join('\t')}\n`).join(''));
}

function captionsOf(line: string, index: number): string {
  const comma = line.indexOf(',');
  const [image, text] = [line.slice(0, comma), line.slice(comma + 1).replaceAll('"', '')];
  const [name = '', translation = ''] = PAINTERS[index % PAINTERS.length] ?? [];
  const tags = [name, 'porcelain', `year 18${10 + index}`, 'blue and white', 'highres', `no ${index}`];
  const captions = [
    text,
    index % 6 === 1 ? '' : text.slice(0, 12),
    `A piece of porcelain by ${name}, number ${index} of the ${name} workshop.`,
    index % 5 === 2 ? ' , ' : tags.join(', '),
    [translation, '青花', ...tags.slice(2)].join(', '),
  ];
  return [image, ...captions.map((caption) => `"${caption}"`)].join(',');
}

/** Builds an experiment beside the linked checkout; the folders of its launch files and of its runs. */
export async function build(
  { experiment }: Scratch,
  name: string,
  text: string,
): Promise<{ launch: string; runs: string }> {
  await writeFile(join(experiment, `${name}.yaml`), text);
  const { status, stdout, stderr } = await ditc(['build', `${name}.yaml`], { cwd: experiment });
  expect(status, stdout + stderr).toBe(0);
  return {
    launch: join(experiment, 'launch', name, 'local'),
    runs: join(experiment, 'runs', name),
  };
}

/** What `ditc show` says for programs. */
export async function shown<Item>({ experiment }: Scratch, ...argv: string[]): Promise<readonly Item[]> {
  const { status, stdout, stderr } = await ditc(['show', ...argv, '--format', 'json'], { cwd: experiment });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as readonly Item[]; // the caller names what the view has
}
