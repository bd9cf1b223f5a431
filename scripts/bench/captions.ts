import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeRecipe } from '../../src/captions/make-recipe.ts';
import { captionsOfImage, seedFiles, seedPipeline } from '../../test/captions/seed-pipeline.ts';
import type { Bench } from './bench.ts';
import { bundleChild } from './bundle-child.ts';
import { interleave } from './interleave.ts';
import type { Row } from './row.ts';
import { runTimed, type Command } from './run-timed.ts';

const count = 40_000;

/** Draws of five variants and four edits on one core, in Node and with the Python that trains; the same texts. */
export async function captions({ temp, python, say }: Bench): Promise<readonly Row[]> {
  say(`drawing ${count.toLocaleString('en-US')} captions`);
  const images = Array.from({ length: 2000 }, (_, image) => captionsOfImage(image));
  const samples = Array.from({ length: count }, (_, i) => [i % images.length, i % 3, i]);
  const recipe = makeRecipe(seedPipeline, 's1', seedFiles);
  writeFileSync(join(temp, 'tasks.json'), JSON.stringify([{ recipe, images, samples }]));
  const child = await bundleChild(new URL('./child/draw-captions.ts', import.meta.url), temp);
  const script = fileURLToPath(new URL('../../test/captions/draw.py', import.meta.url));
  const drawn = new Map<string, string>();
  // Both write what they drew and print the seconds of the processor.
  const side = (name: string, ...argv: [string, string]) => ({
    run: async () => {
      const command: Command = { argv: [...argv, join(temp, 'tasks.json'), join(temp, name)] };
      const { stdout } = await runTimed(command);
      drawn.set(name, readFileSync(join(temp, name), 'utf8'));
      return Number(stdout);
    },
  });
  const seconds = await interleave(
    { node: side('node', process.execPath, child), python: side('python', python, script) },
    { rounds: 5 },
  );
  if (drawn.get('node') !== drawn.get('python')) throw new Error('Node and Python drew different captions');
  return [
    row('captions drawn in Node', seconds.node, 100_000, `Python ${perSecond(seconds.python)}`),
    row('captions drawn in Python', seconds.python, 20_000, `Node ${perSecond(seconds.node)}`),
  ];
}

function row(figure: string, seconds: number, atLeast: number, peer: string): Row {
  return {
    ...{ kind: 'measured', figure, value: count / seconds, unit: 'draws/s', target: { atLeast }, peer },
    ours: `${((seconds / count) * 1e6).toFixed(1)} µs a draw on one core`,
  };
}

function perSecond(seconds: number): string {
  return `${Math.round(count / seconds).toLocaleString('en-US')} draws/s`;
}
