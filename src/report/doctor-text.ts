import { visibleText } from '../diagnostics/visible-text.ts';
import type { Check, Examination } from '../doctor/check.ts';
import type { Colors } from './reporter.ts';

const STATUS_WIDTH = 'missing'.length;

/** A line for each check, what to do below it, and a count at the end. */
export function doctorText({ checks }: Examination, colors: Colors): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.map((check, at) =>
    // What cures several things in a row is said once, below the last of them.
    checkText(check, check.fix === checks[at + 1]?.fix ? undefined : check.fix, width, colors),
  );
  return `${lines.join('')}\n${countText(checks)}\n`;
}

function checkText(
  { name, status, found }: Check,
  fix: string | undefined,
  width: number,
  colors: Colors,
): string {
  const paint = { ok: colors.green, warning: colors.yellow, missing: colors.red }[status];
  const line = `${paint(status.padEnd(STATUS_WIDTH))}  ${name.padEnd(width)}  ${visibleText(found)}\n`;
  const indent = ' '.repeat(STATUS_WIDTH + width + 4);
  return fix === undefined ? line : `${line}${indent}${visibleText(fix)}\n`;
}

/** `2 missing, 1 warning`, or that nothing is. */
function countText(checks: readonly Check[]): string {
  const count = (wanted: Check['status']): number => checks.filter(({ status }) => status === wanted).length;
  const [missing, warnings] = [count('missing'), count('warning')];
  const warned = warnings === 0 ? [] : [`${warnings} warning${warnings === 1 ? '' : 's'}`];
  return [missing === 0 ? 'nothing is missing' : `${missing} missing`, ...warned].join(', ');
}
