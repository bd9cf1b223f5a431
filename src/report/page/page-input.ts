import type { Experiment } from '../../experiment/experiment.ts';
import type { BucketTable } from '../../indexing/epoch-table.ts';
import type { Bucket } from '../../indexing/resolution-buckets.ts';
import type { PlannedStage } from '../../plan/plan.ts';
import type { Schedule } from '../../plan/schedule.ts';
import type { MemoryView } from '../../plan/view-memory.ts';
import type { EmbeddedImage } from '../../run/embed-images.ts';
import type { StageRun } from '../../run/read-run.ts';
import type { RunRecord } from '../../run/record.ts';
import type { RehearsedImage } from '../../run/rehearse.ts';
import type { EncoderTokens } from '../../tokens/measure-tokens.ts';
import type { TrainingEvent } from '../../watch/event.ts';
import type { DiagnosticView } from '../view.ts';

/** Something that is known, or why it is not, as a sentence of ours. */
export type Known<Value> = { readonly value: Value } | { readonly unknown: string };

/** All that a page shows. No time but those of a run, no absolute path: the same experiment gives the same bytes. */
export interface PageInput {
  readonly name: string;
  readonly description?: string | undefined;
  /** File name of the experiment. */
  readonly file: string;
  readonly findings: readonly DiagnosticView[];
  readonly stages: readonly PageStage[];
  readonly run?: PageRun;
}

export interface PageStage {
  readonly experiment: Experiment;
  /** Undefined where an error stands in the way of a plan. */
  readonly planned?: PlannedStage;
  readonly memory?: MemoryView;
  readonly sizes?: StageSizes;
  /** What the first images of the data are trained with. */
  readonly sheet?: Known<readonly SheetImage[]>;
  readonly lengths?: Known<readonly CaptionLengths[]>;
  readonly schedule?: Known<Schedule>;
  readonly run?: StageRun;
}

/** The sizes that a stage is trained at, and what the data makes of them. */
export interface StageSizes {
  readonly shapes: readonly Bucket[];
  readonly table: Known<BucketTable>;
}

/** An image with the caption that is drawn for it. */
export interface SheetImage {
  readonly image: RehearsedImage;
  readonly picture: EmbeddedImage;
  readonly text: string;
  /** The variant, where there are several. */
  readonly variant?: string;
  /** The edits that changed it, in order. */
  readonly edits: readonly string[];
}

/** How many tokens drawn captions have for an encoder. */
export interface CaptionLengths extends EncoderTokens {
  readonly counts: readonly { readonly tokens: number; readonly draws: number }[];
}

/** A training that has begun. */
export interface PageRun {
  /** Of the experiment. */
  readonly file: string;
  /** When it was started last, ISO 8601. */
  readonly started: string;
  /** Undefined where `ditc run` did not start it. */
  readonly record: RunRecord | undefined;
  /** Whether the experiment file still is what was trained, as far as is known. */
  readonly isSameFile: boolean;
  readonly events: readonly TrainingEvent[];
}
