import { gpus as table } from '../../hardware/gpus.ts';
import { gpusText } from '../../report/gpus-text.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

/** The cards by name, with memory, compute capability and what follows from it. */
export async function gpus({ format }: { readonly format: string }, { stdout }: Context): Promise<number> {
  const cards = [...table].map(([name, card]) => ({ name, ...card }));
  stdout.write(format === 'json' ? `${JSON.stringify(cards, undefined, 2)}\n` : gpusText(cards));
  return EXIT.ok;
}
