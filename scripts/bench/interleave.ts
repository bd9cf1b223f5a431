/** One side of a comparison: `prepare` is not measured, `run` gives the seconds that it took. */
export interface Side {
  readonly prepare?: () => Promise<void>;
  readonly run: () => Promise<number>;
}

/**
 * Runs the sides in turn, so that whatever slows the machine slows all of them, and gives the least seconds of each: what else the machine
 * does can only add to what a program takes (as Python's `timeit` advises).
 */
export async function interleave<Name extends string>(
  sides: Readonly<Record<Name, Side>>,
  { rounds, warmUps = 1 }: { readonly rounds: number; readonly warmUps?: number },
): Promise<Record<Name, number>> {
  const names = Object.keys(sides) as Name[]; // the keys of a record of Name
  const least = new Map<Name, number>();
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const name of names) {
      await sides[name].prepare?.();
      const seconds = await sides[name].run();
      if (round >= 0) least.set(name, Math.min(least.get(name) ?? Infinity, seconds));
    }
  }
  return Object.fromEntries(least) as Record<Name, number>; // every round has every name
}
