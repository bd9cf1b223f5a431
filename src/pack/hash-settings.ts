import { hash } from 'node:crypto';
import type { PackStep } from '../plan/plan.ts';
import { manifestVersion } from './packed-folder.ts';

/** Hash of everything that changes what a row becomes or where shards are cut. */
export function hashSettings({ input, columns, captions, dataRoot, shard }: PackStep): string {
  const several = captions.length > 1 ? { captions } : {};
  return hash('sha256', JSON.stringify({ manifestVersion, input, columns, dataRoot, shard, ...several }));
}
