import { closeSync, openSync, readSync } from 'node:fs';
import { DitcError } from '../errors.ts';
import { MAX_BYTES } from './decode.ts';

const REASONS: Readonly<Record<string, { message: string; help: string }>> = {
  ENOENT: { message: 'does not exist', help: 'Check the path, or run `ditc init` for a file to start from.' },
  EISDIR: { message: 'is a folder', help: 'Name a file in it.' },
  ENOTDIR: { message: 'does not exist: a part of the path is a file', help: 'Check the path.' },
  EIO: { message: 'cannot be read from its disk', help: 'Check the disk, or copy the file elsewhere.' },
  EPERM: { message: 'may not be read', help: 'Ask its owner for read permission.' },
  EACCES: { message: 'may not be read', help: 'Ask its owner for read permission.' },
  ELOOP: { message: 'is a link that leads to itself', help: 'Remove the link.' },
  ENAMETOOLONG: { message: 'has a name that is too long', help: 'Check the path.' },
};

/** Room for the largest experiment and a byte that shows that a file is larger; every file is read into it. */
const room = Buffer.alloc(MAX_BYTES + 1);

/** Bytes of a file that the user named as `name`; of a file that is too large to be an experiment only the beginning. */
export const readSource = (path: string, name: string): Uint8Array =>
  readFrom(path, name, (file) => Uint8Array.prototype.slice.call(room, 0, fill(room, file)));

/** Most bytes of a file that is held as one text: a string of Node has 512 MiB at most. */
const MAX_WHOLE_BYTES = 256 * 2 ** 20;

/** All bytes of a file that the user named as `name`; `help` is the way out for one with more than 256 MiB. */
export function readWhole(path: string, name: string, help: string): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  readFrom(path, name, (file) => {
    for (let read = -1; read !== 0 && length <= MAX_WHOLE_BYTES; length += read) {
      read = fill(room, file);
      parts.push(Uint8Array.prototype.slice.call(room, 0, read));
    }
  });
  if (length <= MAX_WHOLE_BYTES) return Buffer.concat(parts);
  const message = `\`${name}\` has more than ${MAX_WHOLE_BYTES / 2 ** 20} MiB`;
  throw new DitcError('env/unreadable-file', message, { help });
}

function readFrom<T>(path: string, name: string, read: (file: number) => T): T {
  try {
    const file = openSync(path, 'r');
    try {
      return read(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? '']; // fs throws system errors only
    if (!reason) throw error;
    throw new DitcError('env/unreadable-file', `\`${name}\` ${reason.message}`, {
      help: reason.help,
      cause: error,
    });
  }
}

/** Reads until the end or until the buffer is full, and says how much: a pipe (`<(…)` of the shell) has no size and comes in pieces. */
function fill(buffer: Buffer, file: number): number {
  let length = 0;
  for (let read = -1; read !== 0 && length < buffer.length; length += read)
    read = readSync(file, buffer, length, buffer.length - length, null);
  return length;
}
