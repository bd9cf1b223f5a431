import { readFile } from 'node:fs/promises';
import { packSource } from '../../../src/pack/pack-source.ts';
import type { PackStep } from '../../../src/plan/plan.ts';

/** Packs the step in the JSON file given, from the folder given, and prints how many rows were kept. */
const [stepFile = '', root = ''] = process.argv.slice(2);
const step = JSON.parse(await readFile(stepFile, 'utf8')) as PackStep; // written by the figure that starts this
const { kept } = await packSource(step, { root });
process.stdout.write(String(kept));
