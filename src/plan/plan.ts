import type { Epochs } from './epochs.ts';
import type { PlannedMemory } from './plan-memory.ts';

export { captionColumn } from '../experiment/caption-columns.ts';

/** The plan as data. Every path is relative to the experiment's folder unless the machine block gave an absolute one. */
export interface Plan {
  readonly formatVersion: 1;
  readonly experiment: { readonly name: string; readonly file: string; readonly sha256: string };
  readonly files: readonly PlannedFile[];
  readonly steps: readonly Step[];
  /** The array job by which `ditc run` packs the data, where there is one. */
  readonly packJob?: PackJob;
  readonly stages: readonly PlannedStage[];
}

/** An array job of Slurm that packs the data. */
export interface PackJob {
  readonly script: string;
  readonly parts: number;
}

/** Numbers of one stage. */
export interface PlannedStage {
  readonly id: string;
  /** Where a stage that is stopped goes on: where its last state was kept, or at its start. */
  readonly goesOn: 'from its last state' | 'from its start';
  readonly totals: Totals;
  /** Flags of a fork as they are passed on, unchecked; none for upstream itself. */
  readonly forkFlags: readonly string[];
  /** What a GPU holds and why it is settled so; undefined for a card that is not known. */
  readonly memory?: PlannedMemory;
  /** What it costs or depends on that no key changes, one sentence part each. */
  readonly notes: readonly string[];
  /** One line of shell that samples what it leaves; undefined where upstream's sampler cannot read it. */
  readonly sampling?: string;
}

export interface PlannedFile {
  readonly path: string;
  readonly executable: boolean;
  /** Dotted paths of the experiment that the file derives from. */
  readonly from: readonly string[];
}

export type Step = PackStep | IndexStep | CommandStep;

/** One source into its Arrow shards. */
export interface PackStep {
  readonly kind: 'pack';
  readonly id: string;
  readonly source: string;
  readonly input: { readonly csv: string } | { readonly folder: string };
  /** Exact number of CSV rows that the experiment promises, if it does. */
  readonly rows?: number;
  /** Names of the columns in the CSV. For a folder, captions come from the `.txt` of the same stem. */
  readonly columns: {
    readonly image: string;
    readonly text: string;
    readonly md5: string;
    readonly width: string;
    readonly height: string;
  };
  /** Columns of the CSV that hold captions, in order; the first is `columns.text`. */
  readonly captions: readonly string[];
  /** Where relative image paths of the CSV start. */
  readonly dataRoot: string;
  readonly shard: { readonly rows: number; readonly bytes: number };
  readonly badImages: { readonly action: 'skip' | 'fail'; readonly atMost: number };
  /** Folder of the shards, `packed/shards/<source>-<digest>`. */
  readonly out: string;
}

/** Shards of one or more sources into the index that one stage trains on. */
export interface IndexStep {
  readonly kind: 'index';
  readonly id: string;
  readonly stage: string;
  readonly needs: readonly string[];
  readonly sources: readonly { readonly source: string; readonly shards: string; readonly times: number }[];
  readonly filters: readonly IndexFilter[];
  /** By md5, before `times`. */
  readonly dedupe: boolean;
  readonly resolution:
    | { readonly kind: 'single'; readonly size: number }
    | { readonly kind: 'multi'; readonly base: number; readonly step: number }
    | { readonly kind: 'multi'; readonly base: number; readonly ratios: readonly string[] };
  /** `packed/index/<name>/<stage>.json`; the npz lies beside it. */
  readonly out: string;
}

/** As written under `data.filters`; lists are paths of text files with one md5 a line. */
export type IndexFilter =
  | { readonly min_side: number }
  | { readonly max_aspect: number }
  | { readonly include_md5: string }
  | { readonly exclude_md5: string };

/** A command as argv, never as a string. */
export interface CommandStep {
  readonly kind: 'command';
  readonly id: string;
  readonly needs: readonly string[];
  readonly argv: readonly string[];
  readonly cwd: string;
}

/** What a stage trains. */
export interface Totals {
  /** Images an optimizer step. */
  readonly batch: number;
  /** Images a GPU a micro step. */
  readonly microBatch: number;
  /** Micro steps an optimizer step. */
  readonly accumulation: number;
  /** Processes, one a GPU. */
  readonly worldSize: number;
  /** As written: `2000 steps`, `8 epochs`. */
  readonly length: string;
  /** Steps and images in numbers, once the data is packed. */
  readonly training?: Epochs;
}
