import { readFile } from 'node:fs/promises';
import { DitcError } from '../errors.ts';

const REASONS: Readonly<Record<string, { message: string; help: string }>> = {
  ENOENT: { message: 'does not exist', help: 'Check the path, or run `ditc init` for a file to start from.' },
  EISDIR: { message: 'is a folder', help: 'Name the experiment file in it.' },
  ENOTDIR: { message: 'does not exist: a part of the path is a file', help: 'Check the path.' },
  EACCES: { message: 'may not be read', help: 'Ask its owner for read permission.' },
  ELOOP: { message: 'is a link that leads to itself', help: 'Remove the link.' },
  ENAMETOOLONG: { message: 'has a name that is too long', help: 'Check the path.' },
};

/** Bytes of a file that the user named. */
export async function readSource(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? '']; // fs rejects with system errors only
    if (!reason) throw error;
    throw new DitcError('env/unreadable-file', `\`${path}\` ${reason.message}`, { help: reason.help, cause: error });
  }
}
