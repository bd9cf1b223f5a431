import type { Context } from '../context.ts';
import { type Complete, compileOrReport, settleOrReport, type SettledView } from '../compile-or-report.ts';
import { EXIT } from '../exit-codes.ts';

export interface ShowOptions {
  readonly machine?: string;
  readonly format: string;
}

/** Views of an experiment, and whether one needs it to be without errors. */
export const VIEWS = ['resolved', 'buckets', 'memory', 'schedule'] as const;

/** One view of an experiment on standard output. */
export async function show(
  file: string,
  view: (typeof VIEWS)[number],
  { machine, format }: ShowOptions,
  context: Context,
): Promise<number> {
  const shown =
    view === 'memory'
      ? await showMemory(await settleOrReport(file, machine, context))
      : await COMPLETE[view](await compileOrReport(file, machine, context));
  if (shown === undefined) return EXIT.findings;
  context.stdout.write(format === 'json' ? `${JSON.stringify(shown.data, undefined, 2)}\n` : shown.text);
  return EXIT.ok;
}

/** What a view says, for people and for programs. */
interface Shown {
  readonly text: string;
  readonly data: unknown;
}

type View = (compiled: Complete | undefined) => Promise<Shown | undefined>;

const COMPLETE: Readonly<Record<Exclude<(typeof VIEWS)[number], 'memory'>, View>> = {
  async resolved(compiled) {
    if (!compiled) return undefined;
    const { resolvedText } = await import('../../report/resolved-text.ts');
    const { experiment, written, places } = compiled;
    return { text: resolvedText(experiment, written, places), data: experiment };
  },
  async buckets(compiled) {
    if (!compiled) return undefined;
    const { plan, folder, experiment, derived } = compiled;
    const [{ epochOf, surveyPlan }, { bucketsText }] = await Promise.all([
      import('../../run/survey-training.ts'),
      import('../../report/buckets-text.ts'),
    ]);
    const table = epochOf(await surveyPlan(plan, folder), experiment, derived);
    return { text: bucketsText(table), data: table };
  },
  async schedule(compiled) {
    if (!compiled) return undefined;
    const { plan, folder, experiment, derived } = compiled;
    const [{ trainingOf, surveyPlan }, { scheduleOf }, { scheduleText }] = await Promise.all([
      import('../../run/survey-training.ts'),
      import('../../plan/schedule.ts'),
      import('../../report/schedule-text.ts'),
    ]);
    // A length in epochs has steps only where the data is packed; before that the survey says so.
    const updates =
      derived.length.unit === 'steps'
        ? derived.length.count
        : trainingOf(await surveyPlan(plan, folder), experiment, derived).updates;
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

/** The sum, whether it fits or not. */
async function showMemory(settled: SettledView | undefined): Promise<Shown | undefined> {
  if (!settled) return undefined;
  const [{ viewMemory }, { packedSize }, { memoryText }] = await Promise.all([
    import('../../plan/view-memory.ts'),
    import('../../run/packed-size.ts'),
    import('../../report/memory-text.ts'),
  ]);
  const { experiment, memory, derived, folder } = settled;
  const view = viewMemory(experiment, memory, derived, await packedSize(experiment, folder));
  return { text: memoryText(view), data: view };
}
