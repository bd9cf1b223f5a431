import { DitcError } from '../errors.ts';
import type { PackStep } from '../plan/plan.ts';
import { formatPlace } from './data-finding.ts';
import { formatRowFinding, formatShare, type RowFinding } from './report-rows.ts';
import type { RowLedger } from './row-ledger.ts';
import type { Source } from './source.ts';

/** Throws `env/too-many-bad-rows` when more rows had to be left out than the experiment allows, or when none is left. */
export function refuseTooManyBad(
  step: PackStep,
  source: Source,
  ledger: RowLedger,
  findings: readonly RowFinding[],
  list: string,
): void {
  const { rows, skipped } = ledger.totals();
  const allowed = step.badImages.action === 'fail' ? 0 : step.badImages.atMost;
  if (skipped <= allowed * rows && skipped < rows) return;
  const share = formatShare(skipped / rows);
  const limit =
    step.badImages.action === 'fail'
      ? '`data.bad_images` says `fail`'
      : `\`data.bad_images.at_most\` allows ${formatShare(allowed)}`;
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

function firstRows(bad: readonly RowFinding[]): string[] {
  const examples = bad
    .flatMap((finding) => finding.examples)
    .sort((left, right) => left.place.line - right.place.line);
  return examples
    .slice(0, 5)
    .map(({ place, image, detail }) => `  ${formatPlace(place)}: \`${image}\`: ${detail}`);
}
