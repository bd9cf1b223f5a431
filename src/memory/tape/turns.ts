/** Blocks that an early and a late one form with their skip connection, played once for all that are alike and follow each other. */
export interface Turn {
  /** Of the early block; the late one is as far from the end. */
  readonly index: number;
  /** How many pairs it stands for. */
  readonly times: number;
}

/**
 * Which pairs are played: the outermost by itself, whose gradients are the first and last of what all blocks share, then one of each
 * run of pairs of one kind.
 */
export function turnsOf(pairs: number, kindOf: (index: number) => string): readonly Turn[] {
  const turns: { readonly index: number; times: number }[] = [];
  let previous: string | undefined;
  for (let index = 0; index < pairs; index += 1) {
    const kind = kindOf(index);
    const last = turns.at(-1);
    if (last !== undefined && index > 1 && kind === previous) last.times += 1;
    else turns.push({ index, times: 1 });
    previous = kind;
  }
  return turns;
}
