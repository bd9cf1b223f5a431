import { resolve } from 'node:path';
import type { Diagnostic, Path } from '../../src/diagnostics/diagnostic.ts';
import { checkValue, withoutFaults } from '../../src/schema/check-shape.ts';
import { load } from '../../src/source/load.ts';
import { locate } from '../../src/source/locate.ts';
import { valueOf } from '../../src/source/parse-yaml.ts';
import { VALID } from '../../test/support/valid-experiment.ts';
import type { Facts } from './expectation.ts';
import { put } from './put.ts';

/** Where the neutral names of a YAML case lie in an experiment. */
const PLACES: Readonly<Record<string, Path>> = {
  'training.lr': ['optimizer', 'lr'],
  'training.batch': ['batch'],
  'training.seed': ['seed'],
  'training.name': ['name'],
  'training.weight_decay': ['optimizer', 'weight_decay'],
  'training.gradient_checkpointing': ['machine', 'memory', 'gradient_checkpointing'],
  'training.random_flip': ['data', 'random_flip'],
  'resolution.base': ['resolution', 'base'],
  'resolution.ratios': ['resolution', 'ratios'],
};

/** Findings of the YAML layer, and those of the schema about values that stand at the place of an experiment's. */
export async function feedYaml(folder: string, file: string): Promise<readonly Diagnostic[]> {
  const parsed = load(resolve(folder, file), file);
  return [...parsed.findings, ...(await shape())];

  async function shape(): Promise<readonly Diagnostic[]> {
    if (!parsed.isWhole) return [];
    const { value, origins } = experimentOf(valueOf(parsed));
    const shaped = await checkValue(value, 'experiment', (path, blame) =>
      locate(parsed, origins.get(path.join('.')) ?? path, blame),
    );
    const found = 'findings' in shaped ? shaped.findings : [];
    return withoutFaults(found, parsed).filter(({ path }) => origins.has(path.join('.')));
  }
}

/** The valid experiment with the values of the case in it, and where each was in the case. */
function experimentOf(carrier: unknown): { value: object; origins: ReadonlyMap<string, Path> } {
  const value = structuredClone(VALID) as Record<string, unknown>; // keys are written into it
  const origins = new Map<string, Path>();
  for (const [block, values] of Object.entries((carrier ?? {}) as Facts)) {
    if (typeof values !== 'object' || values === null || Array.isArray(values)) continue;
    for (const [key, written] of Object.entries(values)) {
      const place = PLACES[`${block}.${key}`] ?? [key]; // an unknown key is unknown at the top, too
      put(value, place, written);
      origins.set(place.join('.'), [block, key]);
    }
  }
  return { value, origins };
}
