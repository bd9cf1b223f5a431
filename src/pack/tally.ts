import { hash } from 'node:crypto';
import { reasons, type ReasonSlug, type Remark } from './reasons.ts';
import type { SourceRow } from './source-row.ts';

/** How often a judgement was passed, with the first rows that it was passed on. */
export interface TallyEntry {
  readonly reason: ReasonSlug;
  readonly count: number;
  readonly examples: readonly { readonly row: SourceRow; readonly remark: Remark }[];
}

export interface Tally {
  readonly add: (row: SourceRow, remark: Remark, count?: number) => void;
  readonly count: (reason: ReasonSlug) => number;
  /** In the order of the table of reasons; only those that occur. */
  readonly entries: () => readonly TallyEntry[];
  readonly counts: () => Partial<Record<ReasonSlug, number>>;
}

const mostExamples = 5;

/** Counts judgements over a whole source. */
export function makeTally(): Tally {
  const found = new Map<ReasonSlug, { count: number; examples: { row: SourceRow; remark: Remark }[] }>();
  const entries = () =>
    reasonSlugs.flatMap((reason) => {
      const entry = found.get(reason);
      return entry === undefined ? [] : [{ reason, ...entry }];
    });
  return {
    add(row, remark, count = 1) {
      const entry = found.get(remark.reason) ?? { count: 0, examples: [] };
      entry.count += count;
      if (entry.examples.length < mostExamples) entry.examples.push({ row, remark });
      found.set(remark.reason, entry);
    },
    count: (reason) => found.get(reason)?.count ?? 0,
    entries,
    counts: () => Object.fromEntries(entries().map(({ reason, count }) => [reason, count])),
  };
}

// Object.keys of a table that is a constant gives exactly its keys.
const reasonSlugs = Object.keys(reasons) as ReasonSlug[];

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
