import { lookAt, type Candidate } from './candidate.ts';
import type { SourceRow } from './source-row.ts';

/** Rows whose files are looked up at the same time. */
const window = 256;

/** The rows of a source in order, with as many looked at beforehand as were asked for. */
export interface LookAhead {
  /** Waits until `count` rows wait or the source ends; tells how many wait. */
  readonly fill: (count: number) => Promise<number>;
  /** The row that is `index` rows ahead, if it is there. */
  readonly at: (index: number) => Candidate | undefined;
  /** Takes the next `count` rows out. */
  readonly take: (count: number) => readonly Candidate[];
  readonly close: () => Promise<void>;
}

/** Looks at the files of the rows ahead, a window at a time. */
export function makeLookAhead(
  rows: AsyncGenerator<SourceRow>,
  dataRoot: string,
  signal?: AbortSignal,
): LookAhead {
  let waiting: Candidate[] = [];
  let head = 0;
  let ended = false;

  async function nextWindow(): Promise<void> {
    // Rows first, then their files in one go: threads of the pool that fall asleep between two files cost more than the look itself.
    const next: SourceRow[] = [];
    while (next.length < window && !ended) {
      const { value, done } = await rows.next();
      if (done === true) ended = true;
      else next.push(value);
    }
    waiting.push(...(await Promise.all(next.map((row) => lookAt(row, dataRoot)))));
    signal?.throwIfAborted();
  }

  return {
    async fill(count) {
      while (waiting.length - head < count && !ended) await nextWindow();
      return waiting.length - head;
    },
    at: (index) => waiting[head + index],
    take(count) {
      const taken = waiting.slice(head, head + count);
      head += taken.length;
      if (head > 4096) {
        waiting = waiting.slice(head);
        head = 0;
      }
      return taken;
    },
    async close() {
      await rows.return(undefined);
    },
  };
}
