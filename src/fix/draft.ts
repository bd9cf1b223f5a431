import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { isMissing } from '../disk/system-error.ts';
import { writeWhole } from '../run/write-whole.ts';
import { decode } from '../source/decode.ts';
import { readSource } from '../source/read-source.ts';

/** A file that is being fixed. */
export interface Draft {
  /** As findings call it. */
  readonly shown: string;
  /** Where it really lies: a link to it stays a link. */
  readonly path: string;
  readonly mode: number;
  /** A byte order mark, or nothing. */
  readonly mark: string;
  /** The text on disk, with the mark. */
  readonly before: string;
  /** The text with fixes in it, without the mark. */
  readonly now: string;
}

/** Opens the file of a finding; undefined when it is none: standard input, or a value of the command line. */
export function openDraft(shown: string, cwd: string): Draft | undefined {
  try {
    const path = realpathSync(resolve(cwd, shown));
    const status = statSync(path);
    if (!status.isFile()) return undefined;
    const bytes = readSource(path, shown);
    const decoded = decode(shown, bytes);
    if (!('text' in decoded)) return undefined;
    const mark = Buffer.from(bytes.subarray(0, 3)).toString('hex') === 'efbbbf' ? '\ufeff' : '';
    return { shown, path, mode: status.mode & 0o777, mark, before: mark + decoded.text, now: decoded.text };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Whether a file lies below the folder, also after every link is followed. */
export function isInside({ path }: Draft, folder: string): boolean {
  const way = relative(realpathSync(folder), path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Puts a draft in the place of its file, whole or not at all. */
export async function writeDraft({ path, shown, mode, mark, now }: Draft): Promise<void> {
  await writeWhole({ path, content: mark + now, mode, shown });
}
