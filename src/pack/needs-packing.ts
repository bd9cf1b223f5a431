import { resolve } from 'node:path';
import type { PackStep } from '../plan/plan.ts';
import { hashSettings } from './hash-settings.ts';
import { readStamps } from './known-shards.ts';
import { openSource } from './source.ts';

/**
 * Whether a source was not packed yet, or has another CSV since; its images are not looked at. Throws DitcError for a source that
 * cannot be read from end to end.
 */
export async function needsPacking(step: PackStep, root: string): Promise<boolean> {
  const before = await readStamps(resolve(root, step.out));
  const usable = before?.settings === hashSettings(step) ? before : undefined;
  const { stamp } = await openSource(step, root, usable?.csv);
  if (usable === undefined) return true;
  return stamp?.size !== usable.csv?.size || stamp?.mtimeMs !== usable.csv?.mtimeMs;
}
