import { readFile } from 'node:fs/promises';
import { buildIndex } from '../../../src/indexing/build-index.ts';
import type { IndexStep } from '../../../src/plan/plan.ts';

/** Builds the index of the step in the JSON file given, from the folder given. */
const [stepFile = '', root = ''] = process.argv.slice(2);
const step = JSON.parse(await readFile(stepFile, 'utf8')) as IndexStep; // written by the figure that starts this
await buildIndex(step, { root });
