import { basename, resolve } from 'node:path';
import type { IndexInput } from '../indexing/read-rows.ts';
import type { Variant } from '../pack/source-row.ts';
import type { IndexStep, Step } from '../plan/plan.ts';
import { readCaptions } from './rehearse-captions.ts';
import { findSourceRows, sourceChanged } from './rehearse-source.ts';

/** What is known of a row beside its size. */
export interface RowFacts {
  readonly source: string;
  /** In the source, counted from 1 without the header. */
  readonly row: number;
  /** Path as written in the source. */
  readonly image: string;
  /** File name of the shard, and the row there from 0. */
  readonly shard: string;
  readonly shardRow: number;
  /** `text_zh` of the shard. */
  readonly caption: string;
  /** Of several captions all, as the source has them. */
  readonly variants?: readonly Variant[];
}

/** Facts of rows of an index, by row id. Refuses a source that has changed since it was packed: its rows would be told wrongly. */
export async function tellRows(
  rows: ReadonlySet<number>,
  { table, arrowFiles }: IndexInput,
  index: IndexStep,
  steps: readonly Step[],
  root: string,
): Promise<ReadonlyMap<number, RowFacts>> {
  const facts = new Map<number, RowFacts>();
  for (const [position, { source, start, end }] of table.sources.entries()) {
    const folder = index.sources[position]?.shards ?? '';
    const step = steps.find((each) => each.kind === 'pack' && each.out === folder);
    const own = [...rows].filter((row) => row >= start && row < end).sort((a, b) => a - b);
    if (own.length === 0 || step?.kind !== 'pack') continue;
    const places = own.map((row) => placeOf(row, table.cumLength, arrowFiles));
    const found = await findSourceRows(step, root, places);
    const captions = await captionsOf(resolve(root, folder), places);
    for (const [at, row] of own.entries()) {
      const [place, caption, origin] = [places[at], captions[at], found[at]];
      if (place === undefined || caption === undefined || origin?.caption !== caption) {
        throw sourceChanged(source);
      }
      const { shard, row: shardRow } = place;
      facts.set(row, {
        source,
        row: origin.number,
        image: origin.image,
        shard,
        shardRow,
        caption,
        ...(origin.variants && { variants: origin.variants }),
      });
    }
  }
  return facts;
}

interface Place {
  readonly shard: string;
  readonly row: number;
}

function placeOf(row: number, ends: readonly number[], arrowFiles: readonly string[]): Place {
  const shard = ends.findIndex((end) => row < end);
  return { shard: basename(arrowFiles[shard] ?? ''), row: row - (ends[shard - 1] ?? 0) };
}

/** Captions in the order of the places, which are sorted by shard; each shard is opened once. */
async function captionsOf(folder: string, places: readonly Place[]): Promise<readonly string[]> {
  const captions: string[] = [];
  for (const shard of new Set(places.map((place) => place.shard))) {
    const rows = places.filter((place) => place.shard === shard).map(({ row }) => row);
    captions.push(...(await readCaptions(resolve(folder, shard), rows)));
  }
  return captions;
}
