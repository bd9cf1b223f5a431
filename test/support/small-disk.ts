import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/** What a tool of the system says, or undefined when it may not be used here. */
export function attempt(program: string, argv: readonly string[]): string | undefined {
  try {
    return execFileSync(program, argv, { encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return undefined;
  }
}

/** Mounts a small disk at `path` for the test; false where nobody may mount. */
export function mountSmallDisk(path: string, size: string): boolean {
  mkdirSync(path, { recursive: true });
  if (attempt('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]) === undefined) return false;
  onTestFinished(() => void attempt('umount', ['-l', path]));
  return true;
}
