/** A text with a name, and where its lines begin. */
export interface SourceFile {
  /** As the user gave it; `<stdin>` for standard input. */
  readonly path: string;
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly lineStarts: readonly number[];
}

/** Offsets into the text of `file`, in UTF-16 units; the end is exclusive. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** Keys and list positions from the top of a file to one of its values. */
export type Path = readonly (string | number)[];

export type Severity = 'error' | 'warning' | 'info';

/** Replaces the text between two offsets. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One finding. The page of its code says more: `ditc explain CODE`. */
export interface Diagnostic {
  /** `<phase>/<slug>`: `yaml/duplicate-key`, `schema/unknown-key`, `rule/batch-product`. */
  readonly code: string;
  /** A warning never stops the compiler, unless asked; an info never does. */
  readonly severity: Severity;
  /** What is wrong, one sentence, keys and text in backticks. */
  readonly message: string;
  /** Empty for the file as a whole. */
  readonly path: Path;
  readonly span: Span;
  /** Why it matters and what to do, in full sentences. */
  readonly help?: string;
  readonly fix?: Fix;
  /** Why an exception of the file lets it pass. */
  readonly allowed?: string;
}

/** Edits that make the finding go away without changing what is meant. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** `captions.edits[0].drop` */
export function dotted(path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}

/** Whether any finding stops the compiler. */
export function hasErrors(findings: readonly Diagnostic[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

/** In the order in which a reader meets them: file, place, code. Equal findings become one. */
export function sortDiagnostics(list: readonly Diagnostic[]): readonly Diagnostic[] {
  const unique = new Map(
    list.map((item) => [`${item.span.file.path}:${item.span.start}:${item.code}:${item.message}`, item]),
  );
  return [...unique.values()].sort(
    (a, b) =>
      compare(a.span.file.path, b.span.file.path) || a.span.start - b.span.start || compare(a.code, b.code),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
