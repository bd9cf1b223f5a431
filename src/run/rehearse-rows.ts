import { basename, resolve } from 'node:path';
import type { IndexInput } from '../indexing/read-rows.ts';
import type { IndexStep, Step } from '../plan/plan.ts';
import { readCaptions, type ShardTexts } from './rehearse-captions.ts';
import { findSourceRows, sourceChanged, sourceNumbers } from './rehearse-source.ts';

/** What is known of a row beside its size. */
export interface RowFacts {
  readonly source: string;
  /** In the source, counted from 1 without the header. */
  readonly row: number;
  /** Path as written in the source, where the source was read for it. */
  readonly image?: string;
  /** File name of the shard, and the row there from 0. */
  readonly shard: string;
  readonly shardRow: number;
  /** `text_zh` of the shard. */
  readonly caption: string;
  /** Of several captions all, by their columns of the CSV; null where one says nothing. */
  readonly variants?: Readonly<Record<string, string | null>>;
}

/** What is asked of rows. */
export interface Telling {
  /** Absolute folder of the experiment. */
  readonly root: string;
  /** Whether to read the sources for the paths of images, which takes seconds for millions of rows. */
  readonly images: boolean;
}

/** Facts of rows of an index, by row id. Refuses a source that has changed since it was packed, where it is read. */
export async function tellRows(
  rows: ReadonlySet<number>,
  { table, arrowFiles }: IndexInput,
  index: IndexStep,
  steps: readonly Step[],
  { root, images }: Telling,
): Promise<ReadonlyMap<number, RowFacts>> {
  const facts = new Map<number, RowFacts>();
  for (const [position, { source, start, end }] of table.sources.entries()) {
    const folder = index.sources[position]?.shards ?? '';
    const step = steps.find((each) => each.kind === 'pack' && each.out === folder);
    const own = [...rows].filter((row) => row >= start && row < end).sort((a, b) => a - b);
    if (own.length === 0 || step?.kind !== 'pack') continue;
    const places = own.map((row) => placeOf(row, table.cumLength, arrowFiles));
    const columns = step.captions.length > 1 ? step.captions : [];
    const texts = textsOf(resolve(root, folder), places, columns.length);
    const numbers = await sourceNumbers(step, root, places);
    const found = images ? await findSourceRows(step, root, places) : [];
    for (const [at, row] of own.entries()) {
      const [place, text, number] = [places[at], texts[at], numbers[at]];
      if (place === undefined || text === undefined || number === undefined) throw sourceChanged(source);
      const { caption } = text;
      const origin = found[at];
      if (images && origin?.caption !== caption) throw sourceChanged(source);
      const { shard, row: shardRow } = place;
      const variants = Object.fromEntries(
        columns.map((column, index) => [column, text.variants[index] ?? null]),
      );
      facts.set(row, {
        source,
        row: number,
        ...(origin && { image: origin.image }),
        shard,
        shardRow,
        caption,
        ...(columns.length > 0 && { variants }),
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

/** Texts in the order of the places, which are sorted by shard; each shard is opened once. */
function textsOf(folder: string, places: readonly Place[], variants: number): readonly ShardTexts[] {
  const shards = [...new Set(places.map((place) => place.shard))];
  return shards.flatMap((shard) => {
    const rows = places.filter((place) => place.shard === shard).map(({ row }) => row);
    return readCaptions(resolve(folder, shard), rows, variants);
  });
}
