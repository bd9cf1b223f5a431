import { readFile } from 'node:fs/promises';

import { DitcError } from '../errors.ts';
import { isMissing } from '../disk/system-error.ts';

/**
 * Raw sums (16 bytes each) of a text with one md5 a line; blank lines and `#` comments are passed over, letters may be large.
 * Throws `env/bad-md5-list` at the first line that is something else; `name` is how the user knows the file.
 */
export function parseMd5List(text: string, name: string): Uint8Array {
  const sums: string[] = [];
  for (const [position, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const entry = line.replace(/#.*/, '').trim();
    if (entry === '') continue;
    if (!/^[0-9a-f]{32}$/i.test(entry)) {
      throw new DitcError(
        'env/bad-md5-list',
        `${name}:${position + 1}: \`${shorten(entry)}\` is not an md5`,
        {
          help: 'Write one md5 a line, 32 hexadecimal digits, with comments after `#`.',
        },
      );
    }
    sums.push(entry);
  }
  return Buffer.from(sums.join(''), 'hex');
}

/** Reads and parses a list; a missing file is `env/missing-md5-list`. */
export async function readMd5List(path: string, name: string): Promise<Uint8Array> {
  return parseMd5List(await readText(path, name), name);
}

async function readText(path: string, name: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (!isMissing(error))
      throw new DitcError('env/unreadable-file', `Cannot read \`${name}\``, { cause: error });
    throw new DitcError('env/missing-md5-list', `There is no list \`${name}\``, {
      help: 'Correct the path under `data.filters`; it starts at the folder of the experiment.',
      cause: error,
    });
  }
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
