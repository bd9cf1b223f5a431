import { readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { DitcError } from '../errors.ts';
import { codeOf, isMissing } from '../disk/system-error.ts';

interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** Ticks since boot at which the process started, where the system tells: a pid alone may have been given out again. */
  readonly started: string;
}

/**
 * Takes the lock file at `path` for this process and hands back how to let go of it; a lock whose process is gone is taken over.
 * Throws `env/locked` when another build holds it. The folder must exist.
 */
export async function takeLock(path: string, folder: string): Promise<() => Promise<void>> {
  const mine = JSON.stringify(ownerOf(process.pid));
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (await tryCreate(path, mine)) return once(() => rm(path, { force: true }));
    const held = await readLock(path);
    if (held === undefined) continue;
    if (isAlive(held)) throw lockedError(held, path, folder);
    await rm(path, { force: true });
  }
  throw new DitcError('env/locked', `Another build of \`${folder}\` keeps starting`, {
    help: 'Wait until it is done, then build again.',
  });
}

/** Letting go a second time must not take the lock of the next one. */
function once(release: () => Promise<void>): () => Promise<void> {
  let released: Promise<void> | undefined;
  return () => (released ??= release());
}

/** Throws `env/locked` when a build holds the lock at `path`; a lock whose process is gone, or none, is fine. */
export async function refuseHeld(path: string, folder: string): Promise<void> {
  const held = await readLock(path);
  if (held !== undefined && isAlive(held)) throw lockedError(held, path, folder);
}

async function tryCreate(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when the lock vanished meanwhile; a lock that was cut off in the writing belongs to nobody. */
async function readLock(path: string): Promise<LockOwner | undefined> {
  try {
    const [pid, host, started] =
      /^\{"pid":(\d+),"host":"([^"]*)","started":"(\d*)"\}$/u.exec(await readFile(path, 'utf8'))?.slice(1) ??
      [];
    return { pid: Number(pid ?? 0), host: host ?? hostname(), started: started ?? '' };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isAlive({ pid, host, started }: LockOwner): boolean {
  // A process on another machine of a shared file system cannot be asked.
  if (host !== hostname()) return true;
  if (pid === 0 || startOf(pid) !== started) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to another user.
    return codeOf(error) === 'EPERM';
  }
}

function ownerOf(pid: number): LockOwner {
  return { pid, host: hostname(), started: startOf(pid) };
}

/** Field 22 of `/proc/PID/stat` (Linux proc(5)); empty where there is no such file. */
function startOf(pid: number): string {
  try {
    return (
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /su, '')
        .split(' ')[19] ?? ''
    );
  } catch (error) {
    if (codeOf(error) !== undefined) return '';
    throw error;
  }
}

function lockedError({ pid, host }: LockOwner, path: string, folder: string): DitcError {
  const where = host === hostname() ? 'this machine' : `\`${host}\``;
  return new DitcError('env/locked', `\`${folder}\` is being built by process ${pid} on ${where}`, {
    help: `Wait until that build is done. If there is no such process any more, delete \`${path}\`.`,
  });
}
