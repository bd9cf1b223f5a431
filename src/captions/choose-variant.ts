/** Which variant is drawn, and whether it stands in for an empty one. */
export interface Choice {
  readonly index: number;
  readonly fellBack: boolean;
}

/**
 * Draws by weight with one random number in [0, 1). An empty variant gives way to another, drawn by weight among those that are not:
 * where the number fell within the empty one is uniform again. With nothing but empty variants the first draw stands.
 */
export function chooseVariant(
  weights: readonly number[],
  random: number,
  isEmpty: (index: number) => boolean,
): Choice {
  const all = weights.map((_, index) => index);
  const first = pick(weights, all, random);
  if (!isEmpty(first.index)) return { index: first.index, fellBack: false };
  const others = all.filter((index) => index !== first.index && !isEmpty(index));
  if (others.length === 0) return { index: first.index, fellBack: false };
  return { index: pick(weights, others, first.within).index, fellBack: true };
}

/** The candidate at a share of the total weight, and the share of its own weight there. */
function pick(
  weights: readonly number[],
  candidates: readonly number[],
  share: number,
): { readonly index: number; readonly within: number } {
  let total = 0;
  for (const index of candidates) total += weights[index] ?? 0;
  let rest = share * total;
  let [last, weight] = [0, 1];
  for (const index of candidates) {
    last = index;
    weight = weights[index] ?? 0;
    if (rest < weight) break;
    rest -= weight;
  }
  return { index: last, within: rest / weight };
}
