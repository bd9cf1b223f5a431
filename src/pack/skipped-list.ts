import { open } from 'node:fs/promises';
import type { Remark } from './reasons.ts';
import type { SourceRow } from './source-row.ts';

/** `skipped.csv` while it is being written. */
export interface SkippedList {
  readonly add: (row: SourceRow, remark: Remark) => void;
  /** Writes what was added since. */
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens the list of the rows that are left out: number, line in the CSV (0 in a folder), image, reason, detail. */
export async function openSkippedList(path: string): Promise<SkippedList> {
  const handle = await open(path, 'w');
  let lines = ['row,line,image,reason,detail\n'];
  const flush = async () => {
    const text = lines.join('');
    lines = [];
    if (text !== '') await handle.appendFile(text);
  };
  return {
    add({ number, line, image }, { reason, detail }) {
      lines.push(`${number},${line},${quoteField(image)},${reason},${quoteField(detail)}\n`);
    },
    flush,
    async close() {
      await flush();
      await handle.sync();
      await handle.close();
    },
  };
}

function quoteField(field: string): string {
  return /[",\r\n]/u.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
