import { fingerprintOf } from '../report/fingerprint.ts';
import type { DiagnosticView } from '../report/view.ts';

/** A finding that is known, without its line number: lines move. */
export interface Entry {
  /** The experiment that was checked, relative to the folder of the baseline. */
  readonly file: string;
  /** The file that the finding lies in, when it is another: a machine file. */
  readonly in?: string;
  readonly code: string;
  /** Dotted path of the value; empty for the file as a whole. */
  readonly path: string;
  /** Stands for code, path and the text of the line, and says nothing of it. */
  readonly fingerprint: string;
}

/** An experiment with what was found in it and in its machine file. */
export interface CheckedFile {
  readonly file: string;
  readonly findings: readonly DiagnosticView[];
  /** Those that it has exceptions for. */
  readonly allowed: readonly DiagnosticView[];
}

/** The entry of a finding; `name` gives the path of a file as the baseline writes it. */
export function entryOf(file: string, finding: DiagnosticView, name: (path: string) => string): Entry {
  const { code, path } = finding;
  const other = finding.file === file ? {} : { in: name(finding.file) };
  return { file: name(file), ...other, code, path, fingerprint: fingerprintOf(finding) };
}

/** Equal for entries that stand for the same finding; their order is that of the file. */
export const keyOf = (entry: Entry): string =>
  JSON.stringify([entry.file, entry.code, entry.path, entry.in ?? '', entry.fingerprint]);
