import { resolve } from 'node:path';
import type { PackStep } from '../plan/plan.ts';
import { hashSettings } from './hash-settings.ts';
import { readUsableStamps } from './known-shards.ts';
import type { Stamps } from './packed-folder.ts';
import { openSource, type Source } from './source.ts';

/** A source that is to be packed, and what is known of it from the time before. */
export interface Packing {
  readonly step: PackStep;
  /** Absolute folder of the packed source. */
  readonly out: string;
  /** Hash of every setting that changes what is packed. */
  readonly settings: string;
  /** Of the packed source, if it has these settings. */
  readonly stamps: Stamps | undefined;
  readonly source: Source;
}

/** Opens the source of a step, which is not read through again where it is what it was when it was packed; throws as `openSource`. */
export async function openPacking(step: PackStep, root: string): Promise<Packing> {
  const out = resolve(root, step.out);
  const settings = hashSettings(step);
  const stamps = await readUsableStamps(out, settings);
  return { step, out, settings, stamps, source: await openSource(step, root, stamps?.csv) };
}
