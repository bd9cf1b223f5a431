import { createHash } from 'node:crypto';
import { sep } from 'node:path';
import { recipeOf } from '../captions/recipe-of.ts';
import type { Compiled, CompiledStage } from '../compile.ts';
import { DitcError } from '../errors.ts';
import type { IndexReport } from '../indexing/index-report.ts';
import { type Bucket, resolutionBuckets } from '../indexing/resolution-buckets.ts';
import type { Epochs } from '../plan/epochs.ts';
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
} from '../report/page/page-input.ts';
import { viewOf } from '../report/view.ts';
import { embedImages } from '../run/embed-images.ts';
import { packedSize } from '../run/packed-size.ts';
import { previewCaptions } from '../run/preview-captions.ts';
import { readStageRun, type RunFolder } from '../run/read-run.ts';
import type { RehearsedImage } from '../run/rehearse.ts';
import { rehearseCaptions } from '../run/rehearse-stage.ts';
import { epochOf, indexStepOf, surveyPlan, trainingOf } from '../run/survey-training.ts';
import { countEach, sumTokens } from '../tokens/measure-tokens.ts';
import { openCounters, type TokenCounter } from '../tokens/open-counters.ts';
import { stageOf } from './compile-or-report.ts';
import { drawSample } from './count-tokens.ts';

/** Images of a contact sheet, as many as `show captions` shows. */
const SHEET = 20;
/** Bytes of images in a page: of one, and of all stages. */
const EACH_IMAGE = 512 * 2 ** 10;
const ALL_IMAGES = 4 * 2 ** 20;
/** Images that the different ones of a sheet are looked for in: in small data the first batches hold copies. */
const READS = 1000;
/** Points of a curve of the schedule. */
const POINTS = 1001;

/** Everything that a page shows of an experiment, and of a training of it. What cannot be found out is said in its place. */
export async function gatherReport(compiled: Compiled, file: string, run?: RunFolder): Promise<PageInput> {
  const { stages, diagnostics, parsed } = compiled;
  const shown =
    stages === undefined ? [] : run?.stage === undefined ? stages : [stageOf({ stages }, run.stage)];
  const experiment = stages?.[0].experiment;
  // A tokenizer takes a second to open: once for all stages, which have one machine.
  const counters = experiment ? await openCounters(experiment.machine.checkout, compiled.folder) : [];
  const gathered: PageStage[] = [];
  for (const stage of shown)
    gathered.push(await gatherStage(stage, compiled, { counters, bytes: ALL_IMAGES / shown.length, run }));
  return {
    name: run?.experiment.name ?? experiment?.name ?? file,
    description: experiment?.description,
    file,
    findings: diagnostics.map(viewOf),
    stages: gathered,
    ...(run && { run: pageRun(run, parsed.file.text) }),
  };
}

function pageRun({ experiment, started, record, stage, events }: RunFolder, text: string): PageRun {
  const sha256 = createHash('sha256').update(text).digest('hex');
  return {
    file: experiment.file,
    started,
    record,
    isSameFile: record === undefined || record.experiment.sha256 === sha256,
    events: stage === undefined ? events : events.filter((event) => event.stage === stage),
  };
}

/** What a page has beside the experiment. */
interface Gathering {
  readonly counters: readonly TokenCounter[];
  /** Of the pictures of a stage, at most. */
  readonly bytes: number;
  readonly run: RunFolder | undefined;
}

async function gatherStage(
  stage: CompiledStage,
  { plan, folder }: Compiled,
  { counters, bytes, run }: Gathering,
): Promise<PageStage> {
  const { experiment, derived, memory } = stage;
  const view = memory && viewMemory(experiment, memory, derived, await packedSize(experiment, folder));
  const ran = run && (await readStageRun(run.path, watchedStage(stage)));
  const always = { experiment, ...(view && { memory: view }), ...(ran && { run: ran }) };
  if (plan === undefined) return always;
  const step = indexStepOf(plan, experiment.stage.id);
  const index = await tryTo(folder, () => surveyPlan(plan, experiment.stage.id, folder));
  const then = <Next>(
    find: (found: IndexReport) => Next | Promise<Next>,
  ): Promise<Known<Next>> | Known<Next> =>
    'value' in index ? tryTo(folder, () => find(index.value)) : index;
  const training = await then((found) => trainingOf(found, experiment, derived));
  const updates = updatesOf(stage, training);
  const planned = plan.stages.find(({ id }) => id === experiment.stage.id);
  return {
    ...always,
    ...(planned && { planned: withTraining(planned, training) }),
    sizes: { shapes: shapesOf(step), table: await then((found) => epochOf(found, experiment, derived)) },
    sheet: await then(() => makeSheet(stage, plan, folder, bytes)),
    lengths: await then(() => measureLengths(stage, plan, folder, counters)),
    schedule: 'value' in updates ? { value: scheduleOf(experiment, updates.value, POINTS) } : updates,
  };
}

/** Optimizer steps of a stage: a length in epochs has steps only where the data is packed. */
function updatesOf({ derived }: CompiledStage, training: Known<Epochs>): Known<number> {
  const { unit, count } = derived.length;
  if (unit === 'steps') return { value: count };
  return 'value' in training ? { value: training.value.updates } : training;
}

function withTraining(planned: PlannedStage, training: Known<Epochs>): PlannedStage {
  if (!('value' in training)) return planned;
  return { ...planned, totals: { ...planned.totals, training: training.value } };
}

const watchedStage = ({ experiment, derived }: CompiledStage) => ({
  id: experiment.stage.id,
  batch: experiment.batch,
  accumulation: derived.accumulation,
  updates: undefined,
});

function shapesOf({ resolution }: IndexStep): readonly Bucket[] {
  return resolution.kind === 'single'
    ? [{ height: resolution.size, width: resolution.size }]
    : resolutionBuckets(resolution);
}

/** The first images of the first epoch with their captions; `bytes` is what the pictures may take. */
async function makeSheet(
  stage: CompiledStage,
  plan: Plan,
  folder: string,
  bytes: number,
): Promise<readonly SheetImage[]> {
  const { experiment, facts } = stage;
  const recipe = recipeOf(experiment, facts.classFiles);
  const images = await rehearseCaptions(
    plan,
    stage,
    { epoch: undefined, row: undefined, limit: READS },
    folder,
  );
  const chosen = differentRows(images).slice(0, SHEET);
  const pictures = embedImages(chosen, indexStepOf(plan, experiment.stage.id), folder, {
    each: EACH_IMAGE,
    all: bytes,
  });
  const drawn = recipe && previewCaptions(recipe, chosen);
  return chosen.flatMap((image, at): SheetImage[] => {
    const picture = pictures[at];
    if (picture === undefined) return [];
    const { text, variant, steps } = drawn?.[at] ?? { text: image.caption, variant: '', steps: [] };
    const edits = steps.filter(({ before, after }) => before !== after).map(({ edit }) => edit);
    const isOneOfMany = recipe !== undefined && recipe.variants.length > 1;
    return [{ image, picture, text, edits, ...(isOneOfMany && { variant }) }];
  });
}

/** Each row where it is read first. */
function differentRows(images: readonly RehearsedImage[]): readonly RehearsedImage[] {
  const first = new Map<string, RehearsedImage>();
  for (const image of images) {
    const key = `${image.source}:${image.row}`;
    if (!first.has(key)) first.set(key, image);
  }
  return [...first.values()];
}

/** What each text encoder reads of the captions of a stage. */
async function measureLengths(
  stage: CompiledStage,
  plan: Plan,
  folder: string,
  counters: readonly TokenCounter[],
): Promise<readonly CaptionLengths[]> {
  const { images, drawn } = await drawSample(stage, plan, folder);
  return counters.map((counter) => {
    const counts = countEach(drawn.captions, counter.count);
    return { ...sumTokens(counts, drawn.draws, counter, images), counts };
  });
}

/** What comes of it, or the trouble that stands in the way. */
async function tryTo<Value>(folder: string, find: () => Value | Promise<Value>): Promise<Known<Value>> {
  try {
    return { value: await find() };
  } catch (error) {
    if (!(error instanceof DitcError)) throw error;
    const text = `Not known yet: ${error.message}.${error.help === undefined ? '' : ` ${error.help}`}`;
    return { unknown: text.replaceAll(`${folder}${sep}`, '') }; // a page names no place of this machine
  }
}
