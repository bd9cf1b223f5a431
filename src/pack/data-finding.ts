import { DitcError } from '../errors.ts';
import { reasons, type Reason, type ReasonSlug, type Severity } from './reasons.ts';

/** A place in a data file, 1-based; columns count characters. For an image folder only `file` says something. */
export interface DataPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One kind of trouble in a source, at the first place where it was seen. */
export interface DataFinding {
  readonly reason: ReasonSlug;
  readonly severity: Severity;
  readonly place: DataPlace;
  /** What is wrong there, one sentence without a full stop. */
  readonly message: string;
  readonly help?: string;
}

/** The CSV itself cannot be used: thrown with the place, so that a check can report it like any other finding. */
export class DataFileError extends DitcError {
  readonly finding: DataFinding;

  constructor(finding: DataFinding, more = 0) {
    const others = more > 0 ? ` (and ${more} more)` : '';
    super(
      `env/${finding.reason}`,
      `${formatPlace(finding.place)}: ${finding.message}${others}`,
      finding.help === undefined ? {} : { help: finding.help },
    );
    this.finding = finding;
  }
}

/** Makes a finding whose severity and way out come from the table of reasons. */
export function makeFinding(
  reason: ReasonSlug,
  place: DataPlace,
  message: string,
  help?: string,
): DataFinding {
  const { severity, help: usualHelp }: Reason = reasons[reason];
  const wayOut = help ?? usualHelp;
  return { reason, severity, place, message, ...(wayOut === undefined ? {} : { help: wayOut }) };
}

/** `file:line:column`, or the bare file where there are no lines. */
export function formatPlace({ file, line, column }: DataPlace): string {
  return line > 0 ? `${file}:${line}:${column}` : file;
}
