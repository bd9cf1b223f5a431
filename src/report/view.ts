import {
  type Diagnostic,
  dotted,
  type Fix,
  type Severity,
  type SourceFile,
} from '../diagnostics/diagnostic.ts';
import { editsOf } from '../fix/edits-of.ts';
import { visibleText } from '../diagnostics/visible-text.ts';
import { lineAt, lineText, positionAt } from '../source/source-file.ts';

/** A range of a file whose columns count UTF-16 units; all count from 1, the end is exclusive. */
export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A finding as every format shows it. Lines and columns count from 1, the end is exclusive. */
export interface DiagnosticView {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Offset of the first byte in the file's UTF-8 text. */
  readonly byteOffset: number;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly help?: string;
  /** Dotted path of the value; empty for the file as a whole. */
  readonly path: string;
  readonly fix?: Fix;
  /** Why an exception of the file lets it pass. */
  readonly allowed?: string;
  /** The line of the finding and the one before it. */
  readonly excerpt: readonly { readonly line: number; readonly text: string }[];
  /** The place as SARIF counts it. */
  readonly region: Region;
  /** The text of the place. */
  readonly snippet: string;
  /** The edits of `fix` as SARIF counts them. */
  readonly replacements: readonly { readonly region: Region; readonly text: string }[];
}

/** A diagnostic with its offsets turned into lines and columns. */
export function viewOf(diagnostic: Diagnostic): DiagnosticView {
  const { span, severity, code, message, help, path, fix, allowed } = diagnostic;
  const { file } = span;
  const edits = editsOf(diagnostic);
  const start = positionAt(file, span.start);
  const end = positionAt(file, span.end);
  const lines = [start.line - 1, start.line].filter((line) => line >= 1);
  return {
    file: file.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    byteOffset: Buffer.byteLength(file.text.slice(0, span.start)),
    severity,
    code,
    message: visibleText(message),
    ...(help !== undefined && { help: visibleText(help) }),
    path: dotted(path),
    ...(fix && { fix: { ...fix, edits } }),
    ...(allowed !== undefined && { allowed: visibleText(allowed) }),
    excerpt: lines.map((line) => ({ line, text: lineText(file, line) })),
    region: regionOf(file, span.start, span.end),
    snippet: file.text.slice(span.start, span.end),
    replacements: edits.map((edit) => ({
      region: regionOf(file, edit.start, edit.end),
      text: edit.text,
    })),
  };
}

function regionOf(file: SourceFile, start: number, end: number): Region {
  const [startLine, endLine] = [lineAt(file, start), lineAt(file, end)];
  return {
    startLine,
    startColumn: start - (file.lineStarts[startLine - 1] ?? 0) + 1,
    endLine,
    endColumn: end - (file.lineStarts[endLine - 1] ?? 0) + 1,
  };
}
