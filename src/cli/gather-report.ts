import { createHash } from 'node:crypto';
import { type DrawnSample, drawStatistics } from '../captions/draw-statistics.ts';
import type { Recipe } from '../captions/recipe.ts';
import { recipeOf } from '../captions/recipe-of.ts';
import type { Compiled, CompiledStage } from '../compile.ts';
import { DitcError } from '../errors.ts';
import type { IndexReport } from '../indexing/index-report.ts';
import { type Bucket, resolutionBuckets } from '../indexing/resolution-buckets.ts';
import type { IndexStep, Plan, PlannedStage } from '../plan/plan.ts';
import { scheduleOf } from '../plan/schedule.ts';
import { viewMemory } from '../plan/view-memory.ts';
import type {
  CaptionLengths,
  Known,
  PageInput,
  PageRun,
  PageStage,
  SheetImage,
  StageCaptions,
} from '../report/page/page-input.ts';
import { viewOf } from '../report/view.ts';
import { embedImages } from '../run/embed-images.ts';
import { packedSize } from '../run/packed-size.ts';
import { captionsOf, previewCaptions } from '../run/preview-captions.ts';
import { readStageRun, type RunFolder } from '../run/read-run.ts';
import type { RehearsedImage } from '../run/rehearse.ts';
import { rehearseCaptions } from '../run/rehearse-stage.ts';
import { epochOf, indexStepOf, surveyPlan, trainingOf } from '../run/survey-training.ts';
import { countTokens, sumTokens } from '../tokens/measure-tokens.ts';
import { openCounters } from '../tokens/open-counters.ts';
import { stageOf } from './compile-or-report.ts';

/** Images of a contact sheet, as many as `show captions` shows. */
const SHEET = 20;
/** Bytes of images in a page: of one, and of all stages. */
const EACH_IMAGE = 512 * 2 ** 10;
const ALL_IMAGES = 4 * 2 ** 20;
/** Images whose captions are drawn for their lengths, and draws of them. */
const IMAGES = 2000;
const DRAWS = 10_000;
/** Points of a curve of the schedule. */
const POINTS = 1001;

/** Everything that a page shows of an experiment, and of a training of it. What cannot be found out is said in its place. */
export async function gatherReport(compiled: Compiled, file: string, run?: RunFolder): Promise<PageInput> {
  const { stages, diagnostics, parsed } = compiled;
  const shown =
    stages === undefined ? [] : run?.stage === undefined ? stages : [stageOf({ stages }, run.stage)];
  const gathered: PageStage[] = [];
  for (const stage of shown)
    gathered.push(await gatherStage(stage, compiled, ALL_IMAGES / shown.length, run));
  const experiment = stages?.[0].experiment;
  return {
    name: run?.record.experiment.name ?? experiment?.name ?? file,
    description: experiment?.description,
    file,
    findings: diagnostics.map(viewOf),
    stages: gathered,
    ...(run && { run: pageRun(run, parsed.file.text) }),
  };
}

function pageRun({ record, stage, events }: RunFolder, text: string): PageRun {
  return {
    record,
    isSameFile: createHash('sha256').update(text).digest('hex') === record.experiment.sha256,
    events: stage === undefined ? events : events.filter((event) => event.stage === stage),
  };
}

async function gatherStage(
  stage: CompiledStage,
  { plan, folder }: Compiled,
  bytes: number,
  run: RunFolder | undefined,
): Promise<PageStage> {
  const { experiment, derived, memory } = stage;
  const view = memory && viewMemory(experiment, memory, derived, await packedSize(experiment, folder));
  const always = { experiment, ...(view && { memory: view }) };
  if (plan === undefined) return always;
  const step = indexStepOf(plan, experiment.stage.id);
  const index = await tryTo(() => surveyPlan(plan, experiment.stage.id, folder));
  const updates = await updatesOf(stage, index);
  const planned = plan.stages.find(({ id }) => id === experiment.stage.id);
  return {
    ...always,
    ...(planned && { planned: await withTraining(planned, stage, index) }),
    sizes: {
      shapes: shapesOf(step),
      table: await then(index, (found) => epochOf(found, experiment, derived)),
    },
    captions: await then(index, () => gatherCaptions(stage, step, { plan, folder, bytes })),
    schedule: await then(updates, (count) => scheduleOf(experiment, count, POINTS)),
    ...(run && { run: await readStageRun(run.path, watchedStage(stage, updates)) }),
  };
}

/** Optimizer steps of a stage: a length in epochs has steps only where the data is packed. */
async function updatesOf(
  { experiment, derived }: CompiledStage,
  index: Known<IndexReport>,
): Promise<Known<number>> {
  const { unit, count } = derived.length;
  return unit === 'steps'
    ? { value: count }
    : then(index, (found) => trainingOf(found, experiment, derived).updates);
}

async function withTraining(
  planned: PlannedStage,
  { experiment, derived }: CompiledStage,
  index: Known<IndexReport>,
): Promise<PlannedStage> {
  const training = await then(index, (found) => trainingOf(found, experiment, derived));
  return 'value' in training
    ? { ...planned, totals: { ...planned.totals, training: training.value } }
    : planned;
}

const watchedStage = ({ experiment, derived }: CompiledStage, updates: Known<number>) => ({
  id: experiment.stage.id,
  batch: experiment.batch,
  accumulation: derived.accumulation,
  updates: 'value' in updates ? updates.value : undefined,
});

function shapesOf({ resolution }: IndexStep): readonly Bucket[] {
  return resolution.kind === 'single'
    ? [{ height: resolution.size, width: resolution.size }]
    : resolutionBuckets(resolution);
}

/** Where the data of a stage is read, and how many bytes its pictures may take. */
interface SheetPlace {
  readonly plan: Plan;
  readonly folder: string;
  readonly bytes: number;
}

async function gatherCaptions(
  stage: CompiledStage,
  step: IndexStep,
  { plan, folder, bytes }: SheetPlace,
): Promise<StageCaptions> {
  const { experiment, facts } = stage;
  const recipe = recipeOf(experiment, facts.classFiles);
  const images = await rehearseCaptions(
    plan,
    stage,
    { epoch: undefined, row: undefined, limit: IMAGES },
    folder,
  );
  const chosen = differentRows(images).slice(0, SHEET);
  const pictures = await embedImages(chosen, step, folder, { each: EACH_IMAGE, all: bytes });
  const drawn = recipe && previewCaptions(recipe, chosen);
  const sheet = chosen.flatMap((image, at): SheetImage[] => {
    const picture = pictures[at];
    if (picture === undefined) return [];
    const { text, variant, steps } = drawn?.[at] ?? { text: image.caption, variant: '', steps: [] };
    const edits = steps.filter(({ before, after }) => before !== after).map(({ edit }) => edit);
    const isOneOfMany = recipe !== undefined && recipe.variants.length > 1;
    return [{ image, picture, text, edits, ...(isOneOfMany && { variant }) }];
  });
  return { sheet, encoders: await measureLengths(sampleOf(recipe, images), images, experiment, folder) };
}

/** Each row where it is read first: in small data the first batches hold copies. */
function differentRows(images: readonly RehearsedImage[]): readonly RehearsedImage[] {
  const first = new Map<string, RehearsedImage>();
  for (const image of images) {
    const key = `${image.source}:${image.row}`;
    if (!first.has(key)) first.set(key, image);
  }
  return [...first.values()];
}

/** Captions as they are drawn, or as they are where nothing is drawn. */
function sampleOf(recipe: Recipe | undefined, images: readonly RehearsedImage[]): DrawnSample {
  if (recipe === undefined) {
    const captions = images.map(({ caption }, image) => ({ text: caption, draws: 1, image }));
    return { draws: images.length, captions };
  }
  const captions = images.map((image) => captionsOf(recipe, image));
  return drawStatistics(recipe, captions, DRAWS).sample;
}

async function measureLengths(
  { draws, captions }: DrawnSample,
  images: readonly RehearsedImage[],
  { machine }: CompiledStage['experiment'],
  folder: string,
): Promise<readonly CaptionLengths[]> {
  const counters = await openCounters(machine.checkout, folder);
  return counters.map((counter) => {
    const counts = countTokens(captions, counter.count);
    return { ...sumTokens(counts, draws, counter, images), counts };
  });
}

/** What comes of it, or the trouble that stands in the way. */
async function tryTo<Value>(find: () => Value | Promise<Value>): Promise<Known<Value>> {
  try {
    return { value: await find() };
  } catch (error) {
    if (!(error instanceof DitcError)) throw error;
    return { unknown: `Not known yet: ${error.message}.${error.help === undefined ? '' : ` ${error.help}`}` };
  }
}

/** The same of something that is known. */
async function then<Value, Next>(
  what: Known<Value>,
  find: (value: Value) => Next | Promise<Next>,
): Promise<Known<Next>> {
  return 'value' in what ? tryTo(() => find(what.value)) : what;
}
