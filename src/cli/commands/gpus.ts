import { gpus as table } from '../../hardware/gpus.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

/** The cards by name, with memory and compute capability. */
export async function gpus({ stdout }: Context): Promise<number> {
  for (const [name, { memory, compute }] of table) {
    stdout.write(
      `${name.padEnd(20)} ${`${(memory / 2 ** 30).toFixed(1)} GiB`.padStart(10)}  ${compute.toFixed(1)}\n`,
    );
  }
  return EXIT.ok;
}
