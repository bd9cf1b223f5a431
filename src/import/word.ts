import type { Diagnostic, Severity, Span } from '../diagnostics/diagnostic.ts';
import { visibleText } from '../diagnostics/visible-text.ts';
import type { SlurmJob } from './slurm-job.ts';
import { findingAt } from '../source/finding.ts';

/** A word that a command was given, and where it stands. */
export interface Word {
  readonly text: string;
  readonly span: Span;
  /** The assignment that its text comes from. */
  readonly from?: Span | undefined;
  /** Variables and substitutions that are known where it runs only; they stand in the text as they are written. */
  readonly unknown?: readonly string[] | undefined;
}

/** A command with its words, and the variables that it would see. */
export interface Call {
  readonly words: readonly Word[];
  readonly env: ReadonlyMap<string, Word>;
  /** The statement of the first script that led to it. */
  readonly site: Span;
  /** Words behind a cut, which were meant for it and do not reach it. */
  readonly lost: readonly Word[];
  /** The Slurm job that it runs in. */
  readonly job?: SlurmJob | undefined;
}

/** Where the text of a word was written. */
export const sourceOf = ({ from, span }: Word): Span => from ?? span;

/** Text of a script as it is quoted in a sentence. */
export const shown = (text: string): string =>
  `\`${visibleText(text.length > 60 ? `${text.slice(0, 57)}…` : text)}\``;

/** A finding about a place of what is imported. */
export function finding(
  span: Span,
  severity: Severity,
  slug: string,
  message: string,
  help: string,
): Diagnostic {
  const saying = { code: `import/${slug}`, severity, message, help };
  return findingAt(span.file, span.start, span.end, saying);
}
