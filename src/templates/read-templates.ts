import { readdir, readFile } from 'node:fs/promises';
import { posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../package-root.ts';
import type { Templates } from '../targets/target.ts';

/** Every file of `templates/launch` and `templates/overlay`, by its path below `templates/`. */
export async function readTemplates(): Promise<Templates> {
  const root = fileURLToPath(new URL('templates/', packageRoot()));
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.(sh|sbatch|py)$/.test(entry.name))
    .map((entry) => `${entry.parentPath}${sep}${entry.name}`.slice(root.length).split(sep).join(posix.sep))
    .toSorted();
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(`${root}${path}`, 'utf8')] as const)));
}
