/** A value that was found good at some batch. */
interface Tuned {
  readonly tuned: number;
  readonly at_batch: number;
}

/**
 * The learning rate for a batch, κ = batch / at_batch: lr·√κ for Adam (Malladi et al. 2022, arXiv 2205.10287), lr·κ for SGD (Goyal
 * et al. 2017, arXiv 1706.02677). A plain number stays as it is.
 */
export function scaleRate(
  lr: number | (Tuned & { readonly scale: 'sqrt' | 'linear' }),
  batch: number,
): number {
  if (typeof lr === 'number') return lr;
  const kappa = batch / lr.at_batch;
  return rounded(lr.tuned * (lr.scale === 'sqrt' ? Math.sqrt(kappa) : kappa), 12);
}

/**
 * The decay for a batch, decay^κ: the average forgets as fast as before, counted in images (Busbridge et al. 2023, arXiv 2307.13813).
 * A plain number stays as it is.
 */
export function scaleDecay(decay: number | Tuned, batch: number): number {
  return typeof decay === 'number' ? decay : rounded(decay.tuned ** (batch / decay.at_batch), 15);
}

/** More digits are noise of the arithmetic, and the command line of the trainer is read by people; what counts of a decay is its distance to 1. */
const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits));
