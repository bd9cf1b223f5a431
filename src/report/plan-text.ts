import { assertNever } from '../errors.ts';
import type { Plan, Step } from '../plan/plan.ts';
import type { Change } from '../run/compare-files.ts';

const MARKS: Readonly<Record<Change, string>> = { create: '+', update: '~', same: '=' };

/** The plan for people: what each file does to the disk and why it is there, what is packed, what is run. */
export function planText(plan: Plan, changes: ReadonlyMap<string, Change>): string {
  const { totals } = plan;
  return [
    `${plan.experiment.name}: batch ${totals.batch} = ${totals.microBatch} × ${totals.accumulation} × ${totals.worldSize} (micro batch × accumulation × GPUs), ${totals.length}`,
    '',
    'files (+ new, ~ changed, = as it is)',
    ...plan.files.map(
      ({ path, from }) =>
        `  ${MARKS[changes.get(path) ?? 'create']} ${path}${from.length > 0 ? `  (from ${from.join(', ')})` : ''}`,
    ),
    '',
    'steps',
    ...plan.steps.map((step) => `  ${stepText(step)}`),
    '',
  ].join('\n');
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
