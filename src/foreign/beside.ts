/** What is known of the training that a file is for; a file alone is judged without. */
export interface Beside {
  /** Folder at which the path of the file starts; without one that of the process. */
  readonly cwd?: string;
  /** Processes of the training: GPUs of a node times nodes. */
  readonly world?: number;
  /** Images of an optimizer step, and of a GPU in a micro-step. */
  readonly batch?: number;
  readonly microBatch?: number;
  readonly nodes?: number;
  /** GPUs of a node. */
  readonly slots?: number;
  readonly trainable?: number;
  readonly lora?: boolean;
  readonly ema?: boolean;
  /** Base size and step of the buckets that the trainer makes. */
  readonly base?: number;
  /** Whether it trains on buckets of several sizes. */
  readonly multi?: boolean;
  readonly step?: number;
}
