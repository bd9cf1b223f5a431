import { DitcError } from '../errors.ts';
import type { PackStep } from '../plan/plan.ts';
import { formatPlace } from './data-finding.ts';
import { formatRowFinding, formatShare, type RowFinding } from './report-rows.ts';
import type { RowLedger } from './row-ledger.ts';
import type { Source } from './source.ts';

/** Whether the experiment allows that so many rows of a source are left out. */
export function isAllowed(step: PackStep, skipped: number, rows: number): boolean {
  return skipped <= allowedShare(step) * rows && skipped < rows;
}

/**
 * Throws `env/too-many-bad-rows` when more rows had to be left out than the experiment allows of `rows`, or when none is left.
 */
export function refuseTooManyBad(
  step: PackStep,
  source: Source,
  ledger: RowLedger,
  findings: readonly RowFinding[],
  list: string,
  rows = ledger.totals().rows,
): void {
  const { skipped } = ledger.totals();
  if (isAllowed(step, skipped, rows)) return;
  const share = formatShare(skipped / rows);
  const limit =
    step.badImages.action === 'fail'
      ? '`data.bad_images` says `fail`'
      : `\`data.bad_images.at_most\` allows ${formatShare(allowedShare(step))}`;
  const bad = findings.filter(({ effect }) => effect === 'skip');
  throw new DitcError(
    'env/too-many-bad-rows',
    `${skipped} of ${rows} rows of \`${source.name}\` cannot be used (${share}), but ${limit}`,
    {
      help: [
        ...bad.map((finding) => `- ${formatRowFinding(finding)}`),
        ...firstRows(bad),
        `Correct or remove these rows, or raise \`data.bad_images.at_most\`. All of them are listed in \`${list}\`. What was packed before is untouched.`,
      ].join('\n'),
    },
  );
}

const allowedShare = ({ badImages }: PackStep): number =>
  badImages.action === 'fail' ? 0 : badImages.atMost;

function firstRows(bad: readonly RowFinding[]): string[] {
  const examples = bad
    .flatMap((finding) => finding.examples)
    .sort((left, right) => left.place.line - right.place.line);
  return examples
    .slice(0, 5)
    .map(({ place, image, detail }) => `  ${formatPlace(place)}: \`${image}\`: ${detail}`);
}
