import type { CompiledStage } from '../../compile.ts';
import type { Context } from '../context.ts';
import {
  type Complete,
  compileOrReport,
  type Selection,
  settleOrReport,
  type SettledView,
  stageOf,
} from '../compile-or-report.ts';
import { DitcError } from '../../errors.ts';
import type { Asked } from '../../run/rehearse-order.ts';
import { EXIT } from '../exit-codes.ts';
import type { CaptionsAsked } from './show-captions.ts';

export interface ShowOptions extends Selection, Asked, CaptionsAsked {
  readonly stage?: string;
  readonly format: string;
}

/** Views of an experiment. */
export const VIEWS = ['resolved', 'buckets', 'batches', 'captions', 'memory', 'schedule'] as const;

/** One view of a stage of an experiment on standard output. */
export async function show(
  file: string,
  view: (typeof VIEWS)[number],
  options: ShowOptions,
  context: Context,
): Promise<number> {
  const { stage, format } = options;
  refuseOtherOptions(view, options);
  const shown =
    view === 'memory'
      ? await showMemory(await settleOrReport(file, options, context), stage)
      : await showComplete(view, await compileOrReport(file, options, context), options, context);
  if (shown === undefined) return EXIT.findings;
  context.stdout.write(format === 'json' ? `${JSON.stringify(shown.data, undefined, 2)}\n` : shown.text);
  return EXIT.ok;
}

/** What a view says, for people and for programs. */
export interface Shown {
  readonly text: string;
  readonly data: unknown;
}

type CompleteView = Exclude<(typeof VIEWS)[number], 'memory'>;

async function showComplete(
  view: CompleteView,
  compiled: Complete | undefined,
  options: ShowOptions,
  context: Context,
): Promise<Shown | undefined> {
  return compiled && COMPLETE[view](stageOf(compiled, options.stage), compiled, options, context);
}

/** The views that each option is for. */
const OPTIONS = {
  epoch: ['batches', 'captions'],
  step: ['batches'],
  rank: ['batches'],
  row: ['captions'],
  sample: ['captions'],
  stats: ['captions'],
} as const satisfies Record<string, readonly (typeof VIEWS)[number][]>;

/** An option that a view would ignore is a mistake. */
function refuseOtherOptions(view: (typeof VIEWS)[number], options: ShowOptions): void {
  for (const [name, views] of Object.entries(OPTIONS)) {
    const isFor: readonly string[] = views;
    if (options[name as keyof typeof OPTIONS] === undefined || isFor.includes(view)) continue;
    throw new DitcError(`usage/${name}`, `\`--${name}\` says nothing about \`${view}\``, {
      help: `It is an option of ${isFor.map((each) => `\`ditc show FILE ${each}\``).join(' and ')}.`,
    });
  }
}

type ShowComplete = (
  stage: CompiledStage,
  compiled: Complete,
  asked: ShowOptions,
  context: Context,
) => Promise<Shown>;

const COMPLETE: Readonly<Record<CompleteView, ShowComplete>> = {
  async resolved({ experiment, written, places }) {
    const { resolvedText } = await import('../../report/resolved-text.ts');
    return { text: resolvedText(experiment, written, places), data: experiment };
  },
  async buckets({ experiment, derived }, { plan, folder }) {
    const [{ epochOf, surveyPlan }, { bucketsText }] = await Promise.all([
      import('../../run/survey-training.ts'),
      import('../../report/buckets-text.ts'),
    ]);
    const table = epochOf(await surveyPlan(plan, experiment.stage.id, folder), experiment, derived);
    return { text: bucketsText(table), data: table };
  },
  async batches(stage, { plan, folder }, asked) {
    const [{ rehearseStage }, { batchesText }] = await Promise.all([
      import('../../run/rehearse-stage.ts'),
      import('../../report/batches-text.ts'),
    ]);
    const images = await rehearseStage(plan, stage, asked, folder);
    return { text: batchesText(images), data: images };
  },
  async captions(stage, compiled, asked, context) {
    const { showCaptions } = await import('./show-captions.ts');
    return showCaptions(stage, compiled, asked, context.colors);
  },
  async schedule({ experiment, derived }, { plan, folder }) {
    const [{ trainingOf, surveyPlan }, { scheduleOf }, { scheduleText }] = await Promise.all([
      import('../../run/survey-training.ts'),
      import('../../plan/schedule.ts'),
      import('../../report/schedule-text.ts'),
    ]);
    // A length in epochs has steps only where the data is packed; before that the survey says so.
    const updates =
      derived.length.unit === 'steps'
        ? derived.length.count
        : trainingOf(await surveyPlan(plan, experiment.stage.id, folder), experiment, derived).updates;
    return {
      text: scheduleText(scheduleOf(experiment, updates, PLOTTED)),
      data: scheduleOf(experiment, updates, POINTS),
    };
  },
};

/** Columns of a plot, which fits into 80 with its scale. */
const PLOTTED = 64;
/** Points that a program gets: enough for any plot. */
const POINTS = 1001;

/** The sum, whether it fits or not; nothing for a card that is not known. */
async function showMemory(
  settled: SettledView | undefined,
  id: string | undefined,
): Promise<Shown | undefined> {
  if (!settled) return undefined;
  const { experiment, memory, derived } = stageOf(settled, id);
  if (!memory) return undefined;
  const [{ viewMemory }, { packedSize }, { memoryText }] = await Promise.all([
    import('../../plan/view-memory.ts'),
    import('../../run/packed-size.ts'),
    import('../../report/memory-text.ts'),
  ]);
  const view = viewMemory(experiment, memory, derived, await packedSize(experiment, settled.folder));
  return { text: memoryText(view), data: view };
}
