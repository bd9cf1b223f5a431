import type { DiagnosticView } from './view.ts';

/** What a run of `check` came to. */
export interface Report {
  readonly diagnostics: readonly DiagnosticView[];
  /** Findings that the files have exceptions for: told to code scanning, and to nobody else. */
  readonly allowed?: readonly DiagnosticView[];
  readonly files: number;
  /** Files that have at least one finding. */
  readonly filesWithFindings: number;
}

/** What formats may colour; the text is the same without. */
export interface Colors {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly blue: (text: string) => string;
  readonly green: (text: string) => string;
  readonly cyan: (text: string) => string;
}

/** Turns findings into text. */
export type Reporter = (report: Report, colors: Colors) => string;

/** `2 errors, 1 warning` */
export function countFindings(diagnostics: readonly DiagnosticView[]): string {
  const counts = (['error', 'warning', 'info'] as const).map((severity) => ({
    word: severity === 'info' ? 'note' : severity,
    count: diagnostics.filter((item) => item.severity === severity).length,
  }));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}${count === 1 ? '' : 's'}`)
    .join(', ');
}
