import { DitcError } from '../errors.ts';

const REASONS: Readonly<Record<string, { message: string; help: string }>> = {
  EACCES: {
    message: 'may not be written',
    help: 'Give yourself write permission there, or name another folder.',
  },
  EPERM: {
    message: 'may not be written',
    help: 'Give yourself write permission there, or name another folder.',
  },
  // Node says this for a folder on a disk that is read only.
  ENOENT: {
    message: 'cannot be made',
    help: 'Is its folder on a disk that can be written, and does it still exist?',
  },
  EROFS: { message: 'lies on a disk that cannot be written', help: 'Name a folder on another disk.' },
  ENOSPC: {
    message: 'does not fit: the disk is full',
    help: 'Free some space and start again; what was finished is kept.',
  },
  EDQUOT: {
    message: 'does not fit: your quota is used up',
    help: 'Free some space and start again; what was finished is kept.',
  },
  ENOTDIR: { message: 'cannot be made: a part of its path is a file', help: 'Move that file away.' },
  EEXIST: { message: 'cannot be made: a file of that name is in the way', help: 'Move that file away.' },
  EFBIG: { message: 'is larger than its disk takes', help: 'Name a folder on another disk.' },
  EIO: {
    message: 'cannot be written: its disk fails',
    help: 'Check the disk, or name a folder on another one.',
  },
  ENAMETOOLONG: {
    message: 'has a name that is too long for its disk',
    help: 'Shorten `name`, or move the experiment up.',
  },
  EISDIR: {
    message: 'cannot be written: a folder of that name is in the way',
    help: 'Move that folder away.',
  },
};

/** A system error about `path` as trouble with a way out; other errors come back as they are. */
export function toTrouble(error: unknown, path: string): unknown {
  const reason = REASONS[(error as NodeJS.ErrnoException).code ?? '']; // errors without a code have no row
  return reason
    ? new DitcError('env/cannot-write', `\`${path}\` ${reason.message}`, { help: reason.help, cause: error })
    : error;
}
