import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { DitcError } from '../errors.ts';
import { MAX_BYTES } from './decode.ts';

const REASONS: Readonly<Record<string, { message: string; help: string }>> = {
  ENOENT: { message: 'does not exist', help: 'Check the path, or run `ditc init` for a file to start from.' },
  EISDIR: { message: 'is a folder', help: 'Name the experiment file in it.' },
  ENOTDIR: { message: 'does not exist: a part of the path is a file', help: 'Check the path.' },
  EIO: { message: 'cannot be read from its disk', help: 'Check the disk, or copy the file elsewhere.' },
  EPERM: { message: 'may not be read', help: 'Ask its owner for read permission.' },
  EACCES: { message: 'may not be read', help: 'Ask its owner for read permission.' },
  ELOOP: { message: 'is a link that leads to itself', help: 'Remove the link.' },
  ENAMETOOLONG: { message: 'has a name that is too long', help: 'Check the path.' },
};

/** Bytes of a file that the user named as `name`; of a file that is too large to be an experiment only the beginning. */
export function readSource(path: string, name: string): Uint8Array {
  try {
    const { size } = statSync(path);
    // A pipe (`<(…)` of the shell) has no size and a beginning that comes in pieces.
    return size > MAX_BYTES ? readBeginning(path) : readFileSync(path);
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? '']; // fs throws system errors only
    if (!reason) throw error;
    throw new DitcError('env/unreadable-file', `\`${name}\` ${reason.message}`, {
      help: reason.help,
      cause: error,
    });
  }
}

function readBeginning(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(MAX_BYTES + 1);
    return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, 0));
  } finally {
    closeSync(file);
  }
}
