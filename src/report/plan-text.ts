import { assertNever } from '../errors.ts';
import { formatSize } from '../experiment/units.ts';
import type { PlannedMemory } from '../plan/plan-memory.ts';
import type { Plan, PlannedFile, PlannedStage, Step, Totals } from '../plan/plan.ts';
import type { Change } from '../run/compare-files.ts';
import { epochsText } from './epochs-text.ts';
import { rangeText, rejectedText } from './memory-text.ts';
import { settingsText } from './settings-text.ts';

const MARKS: Readonly<Record<Change, string>> = { create: '+', update: '~', same: '=' };

/** The plan for people: what each file does to the disk and why it is there, what is packed, what is run. */
export function planText(plan: Plan, changes: ReadonlyMap<string, Change>): string {
  return [
    ...plan.stages.flatMap((stage) => [...stageLines(stage, plan.experiment.name), '']),
    'files (+ new, ~ changed, = as it is)',
    ...fileLines(plan.files, changes),
    '',
    'steps',
    ...packJobLines(plan),
    ...plan.steps.map((step) => `  ${stepText(step)}`),
    '',
    ...samplingLines(plan.stages.at(-1)),
  ].join('\n');
}

/** What a stage trains, and in what memory. */
function stageLines({ id, goesOn, totals, memory, notes, forkFlags }: PlannedStage, name: string): string[] {
  return [
    `${name}, stage ${id}: batch ${batchText(totals)}`,
    `length ${lengthText(totals)}`,
    ...memoryLines(memory),
    goesOnText(goesOn),
    ...notes,
    ...forkLines(forkFlags),
  ];
}

/** The flags of a fork, if there are any. */
export const forkLines = (flags: PlannedStage['forkFlags']): readonly string[] =>
  flags.length > 0 ? [`passed on, not checked: ${flags.join(' ')}`] : [];

/** `8 = 2 × 4 × 1 (micro batch × accumulation × GPUs)` */
export const batchText = ({ batch, microBatch, accumulation, worldSize }: Totals): string =>
  `${batch} = ${microBatch} × ${accumulation} × ${worldSize} (micro batch × accumulation × GPUs)`;

/** The length as written, and what it comes to. */
export function lengthText({ length, training }: Totals): string {
  const known = training
    ? epochsText(training)
    : 'steps an epoch and images seen are known once the data is packed';
  return `${length}: ${known}`;
}

/** Where a stage that is stopped goes on. */
export const goesOnText = (goesOn: PlannedStage['goesOn']): string =>
  goesOn === 'from its start'
    ? 'when it is stopped it starts anew: optimizer, loss scale, average and place in the data are not kept (`save.resume_every`, `save.optimizer_state`)'
    : 'when it is stopped it goes on from its last state';

/** How the weights are sampled that the last stage leaves. */
function samplingLines(stage: PlannedStage | undefined): string[] {
  if (stage?.sampling === undefined) return [];
  return ['to sample what is trained, with the schedule that it was trained with', `  ${stage.sampling}`, ''];
}

/** What the memory is settled to and why, and what would have been the next cheaper and dearer. */
function memoryLines(memory: PlannedMemory | undefined): string[] {
  if (memory === undefined) return [];
  const { settings, usable, cost, rejected } = memory;
  const because = cost === undefined ? '' : `: ${cost}`;
  return [
    `memory ${settingsText(settings)}${because}`,
    `a GPU needs ${rangeText(memory)} of ${formatSize(usable)} that may be used`,
    ...rejected.map((other) => `  not ${rejectedText(other)}`),
  ];
}

/** One line a file; the overlay, which is the same for every experiment, is one line a change. */
function fileLines(files: readonly PlannedFile[], changes: ReadonlyMap<string, Change>): string[] {
  const groups = new Map<string, PlannedFile[]>();
  for (const file of files) groups.set(keyOf(file), [...(groups.get(keyOf(file)) ?? []), file]);
  return [...groups].map(
    ([key, [first, ...more]]) =>
      `  ${key}${more.length > 0 ? `*  ${more.length + 1} files` : ''}${reason(first)}`,
  );

  function keyOf({ path }: PlannedFile): string {
    const mark = MARKS[changes.get(path) ?? 'create'];
    return `${mark} ${path.replace(/\/overlay\/.*/, '/overlay/')}`;
  }
}

/** The blocks of the experiment that a file follows from. */
function reason(file: PlannedFile | undefined): string {
  const blocks = [...new Set(file?.from.map((path) => path.split('.', 1)[0]))];
  return blocks.length === 0 ? '' : `  (from ${blocks.join(', ')})`;
}

/** The job that packs what the next steps put together. */
function packJobLines({ packJob }: Plan): string[] {
  if (packJob === undefined) return [];
  return [
    `  submit ${packJob.script}: ${packJob.parts} tasks pack a part of the data each (\`ditc run\` only)`,
  ];
}

function stepText(step: Step): string {
  switch (step.kind) {
    case 'pack':
      return `pack   ${'csv' in step.input ? step.input.csv : step.input.folder} → ${step.out}`;
    case 'index':
      return `index  ${step.sources.map(({ source, times }) => (times === 1 ? source : `${source} × ${times}`)).join(' + ')} → ${step.out}`;
    case 'command':
      return `run    ${step.argv.join(' ')}`;
    default:
      return assertNever(step);
  }
}
