import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Hashes of every file below `packed` but the stamps, which hold times. */
export function packedFiles(cwd: string): Record<string, string> {
  const names = readdirSync(join(cwd, 'packed'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'stamps.json')
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    names.sort().map((path) => [path.slice(cwd.length), hash('sha256', readFileSync(path))]),
  );
}
