import { open, readFile, stat } from 'node:fs/promises';
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
export async function readSource(path: string, name: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    // A pipe (`<(…)` of the shell) has no size and a beginning that comes in pieces.
    return size > MAX_BYTES ? await readBeginning(path) : await readFile(path);
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? '']; // fs rejects with system errors only
    if (!reason) throw error;
    throw new DitcError('env/unreadable-file', `\`${name}\` ${reason.message}`, {
      help: reason.help,
      cause: error,
    });
  }
}

async function readBeginning(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_BYTES + 1), 0, MAX_BYTES + 1, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
