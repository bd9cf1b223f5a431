import { readFile } from 'node:fs/promises';
import { packageRoot } from '../../package-root.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

/** The schema file as it is published. */
export async function schema(kind: string, { stdout }: Context): Promise<number> {
  stdout.write(await readFile(new URL(`schema/${kind}.schema.json`, packageRoot()), 'utf8'));
  return EXIT.ok;
}
