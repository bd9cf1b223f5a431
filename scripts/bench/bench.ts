/** What every figure gets: where to work and what to compare with. */
export interface Bench {
  /** An empty folder of its own for each figure, removed when it is done. */
  readonly temp: string;
  /** Checkout of HunyuanDiT to compare with. */
  readonly upstream: string | undefined;
  /** Interpreter with what that checkout needs. */
  readonly python: string;
  /** Size of the images to pack, in MB of 10^6 bytes. */
  readonly sizeMb: number;
  /** Tells how far the run is. */
  readonly say: (text: string) => void;
}
