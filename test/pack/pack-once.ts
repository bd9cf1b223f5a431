import { packPart } from '../../src/pack/pack-part.ts';
import { packSource } from '../../src/pack/pack-source.ts';

/** Run in a process that a test kills: packs the step given as JSON, or the part of it, and prints a line for each progress report. */
async function main([root = '', step = '', number, of]: string[]): Promise<void> {
  const onProgress = (): void => void process.stdout.write('.\n');
  if (number === undefined) await packSource(JSON.parse(step), { root, onProgress });
  else {
    const part = { number: Number(number), of: Number(of) };
    for await (const _report of packPart([JSON.parse(step)], part, { root, onProgress }));
  }
}

await main(process.argv.slice(2));
