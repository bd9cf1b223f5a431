import { packSource } from '../../src/pack/pack-source.ts';

/** Run by resume.test.ts in a process that it kills: packs the step given as JSON and prints a line for each progress report. */
async function main([root = '', step = '']: string[]): Promise<void> {
  await packSource(JSON.parse(step), { root, onProgress: () => process.stdout.write('.\n') });
}

await main(process.argv.slice(2));
