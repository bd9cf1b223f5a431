/** What the order depends on beside the index. */
export interface Ranks {
  /** Processes, one a GPU. */
  readonly worldSize: number;
  /** Images a GPU a micro step. */
  readonly microBatch: number;
  /** `--global-seed` */
  readonly seed: number;
  /**
   * Where the process began. A resumed one has read the index anew and not shuffled it for the epochs before; only a single
   * size leaves out the micro steps that are done (HunyuanDiT 368280e, hydit/train_deepspeed.py).
   */
  readonly start?: { readonly epoch: number; readonly microStep: number };
}

/** One epoch as all ranks read it. */
export interface EpochOrder {
  /** Counted from 0, as the trainer logs it. */
  readonly epoch: number;
  /** Micro steps that every rank takes. */
  readonly microSteps: number;
  /** The slots that each rank reads, `microBatch` of them a micro step. */
  readonly reads: readonly Int32Array[];
}

/**
 * The order of one epoch. Every shuffle starts from what the one before left, so all epochs up to it are shuffled; to see
 * several epochs, go through `orders` once.
 */
export function orderOf(orders: Iterable<EpochOrder>, epoch: number): EpochOrder {
  for (const order of orders) {
    if (order.epoch === epoch) return order;
    if (order.epoch > epoch) break;
  }
  throw new RangeError(`no order of epoch ${epoch}`);
}
