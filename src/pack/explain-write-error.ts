import { codeOf } from '../disk/system-error.ts';
import { DitcError } from '../errors.ts';

/** Turns what the system says about writing into one clear DitcError; anything else is handed back as it is. */
export function explainWriteError(error: unknown, folder: string): unknown {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new DitcError('env/disk-full', `No space is left for \`${folder}\``, {
      help: 'Free some space, or set `machine.packed` to a larger disk, and build again: it goes on where it stopped.',
      cause: error,
    });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new DitcError('env/not-writable', `\`${folder}\` cannot be written`, {
      help: 'Give yourself the right to write there, or set `machine.packed` to another folder.',
      cause: error,
    });
  }
  if (code === 'ENOTDIR' || code === 'EEXIST' || code === 'EISDIR') {
    return new DitcError('env/not-writable', `\`${folder}\` cannot be made: a file is in the way`, {
      help: 'Move that file, or set `machine.packed` to another folder.',
      cause: error,
    });
  }
  return error;
}
