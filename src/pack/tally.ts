import { hash } from 'node:crypto';
import { countedAs, reasons, type ReasonSlug, type Remark } from './reasons.ts';
import type { SourceRow } from './source-row.ts';

/** How often a judgement was passed, with the first rows that it was passed on; an empty one of several captions by its column. */
export interface TallyEntry {
  readonly reason: ReasonSlug;
  readonly count: number;
  readonly examples: readonly { readonly row: SourceRow; readonly remark: Remark }[];
}

export interface Tally {
  readonly add: (row: SourceRow, remark: Remark, count?: number) => void;
  /** In the order of the table of reasons; only those that occur. */
  readonly entries: () => readonly TallyEntry[];
  /** By what `countedAs` says. */
  readonly counts: () => Record<string, number>;
}

/** Counts judgements over a whole source. */
export function makeTally(mostExamples = 5): Tally {
  const found = new Map<string, TallyEntry & { count: number; examples: TallyEntry['examples'][number][] }>();
  const inOrder = () =>
    [...found].sort(([, left], [, right]) => placeOf(left.reason) - placeOf(right.reason));
  return {
    add(row, remark, count = 1) {
      const name = countedAs(remark);
      const entry = found.get(name) ?? { reason: remark.reason, count: 0, examples: [] };
      entry.count += count;
      if (entry.examples.length < mostExamples) entry.examples.push({ row, remark });
      found.set(name, entry);
    },
    entries: () => inOrder().map(([, entry]) => entry),
    counts: () => Object.fromEntries(inOrder().map(([name, { count }]) => [name, count])),
  };
}

const reasonSlugs = Object.keys(reasons);
const placeOf = (reason: ReasonSlug) => reasonSlugs.indexOf(reason);

/** Tells whether a caption came before, by 52 bits of its hash, so that millions of captions stay small in memory. */
export function makeCaptionMemory(): (caption: string) => boolean {
  let slots = new Float64Array(2 ** 16);
  let used = 0;
  const place = (table: Float64Array, key: number) => {
    let at = key % table.length;
    while (table[at] !== 0 && table[at] !== key) at = (at + 1) % table.length;
    return at;
  };
  return (caption) => {
    const bytes = hash('md5', caption, 'buffer');
    const key = bytes.readUIntBE(0, 6) * 16 + ((bytes[6] ?? 0) & 15) + 1;
    const at = place(slots, key);
    if (slots[at] === key) return true;
    slots[at] = key;
    used += 1;
    if (used * 2 > slots.length) {
      const larger = new Float64Array(slots.length * 2);
      for (const old of slots) if (old !== 0) larger[place(larger, old)] = old;
      slots = larger;
    }
    return false;
  };
}
