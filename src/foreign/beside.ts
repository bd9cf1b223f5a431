/** What is known of the training that a file is for; a file alone is judged without. */
export interface Beside {
  /** Folder at which the path of the file starts; without one that of the process. */
  readonly cwd?: string;
  /** Processes of the training: GPUs of a node times nodes. */
  readonly world?: number;
  readonly trainable?: number;
  readonly lora?: boolean;
  readonly ema?: boolean;
  /** Base size and step of the buckets that the trainer makes. */
  readonly base?: number;
  readonly step?: number;
}
