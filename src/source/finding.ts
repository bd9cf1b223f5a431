import type { Diagnostic, Fix, Severity, SourceFile } from '../diagnostics/diagnostic.ts';

/** What is said about a place of a YAML file. */
export interface Saying {
  /** `yaml/<slug>` */
  readonly code: string;
  readonly message: string;
  readonly help: string;
  readonly severity?: Severity;
  /** Text that replaces the place, when that is surely what is meant. */
  readonly replacement?: string | undefined;
}

/** A finding about the text from `start` to `end`. */
export function findingAt(file: SourceFile, start: number, end: number, saying: Saying): Diagnostic {
  const { code, message, help, severity = 'error', replacement } = saying;
  const span = { file, start, end: Math.max(start, end) };
  return { code, severity, message, path: [], span, help, ...fixOf(start, end, replacement) };
}

function fixOf(start: number, end: number, text: string | undefined): { fix?: Fix } {
  return text === undefined ? {} : { fix: { title: `write \`${text}\``, edits: [{ start, end, text }] } };
}
