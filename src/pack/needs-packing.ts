import type { PackStep } from '../plan/plan.ts';
import { openPacking } from './open-packing.ts';

/**
 * Whether a source was not packed yet, or has another CSV since; its images are not looked at. Throws DitcError for a source that
 * cannot be read from end to end.
 */
export async function needsPacking(step: PackStep, root: string): Promise<boolean> {
  const { stamps, source } = await openPacking(step, root);
  if (stamps === undefined) return true;
  return source.stamp?.size !== stamps.csv?.size || source.stamp?.mtimeMs !== stamps.csv?.mtimeMs;
}
