import type { Severity } from '../diagnostics/diagnostic.ts';
import { visibleText } from '../diagnostics/visible-text.ts';
import { codeFrame } from './code-frame.ts';
import { type Colors, countFindings, type Reporter } from './reporter.ts';
import type { DiagnosticView } from './view.ts';

/** For people: place, message, the lines with a caret, what to do, and a count at the end. */
export const pretty: Reporter = ({ diagnostics, files, filesWithFindings }, colors) => {
  const blocks = diagnostics.map((item) => block(item, colors));
  const where = files === 1 ? '1 file' : `${filesWithFindings} of ${files} files`;
  const total =
    diagnostics.length === 0
      ? `${colors.green('✔')} no findings in ${files === 1 ? '1 file' : `${files} files`}`
      : `${countFindings(diagnostics)} in ${where}`;
  return [...blocks, `${total}\n`].join('\n');
};

function block(item: DiagnosticView, colors: Colors): string {
  const place = `${visibleText(item.file)}:${item.line}:${item.column}`;
  const paint = painter(item.severity, colors);
  const word = item.severity === 'info' ? 'note' : item.severity;
  const lines = [
    `${colors.cyan(place)} ${paint(`${word}:`)} ${colors.bold(item.message)} ${colors.dim(`[${item.code}]`)}`,
    ...codeFrame(item).map(
      (text) => `  ${text.includes('^') && /^\s*\|\s*\^+$/.test(text) ? paint(text) : colors.dim(text)}`,
    ),
  ];
  if (item.help !== undefined) lines.push(`  ${colors.bold('help:')} ${item.help}`);
  if (item.fix) lines.push(`  ${colors.bold('fix:')} ${item.fix.title}`);
  return `${lines.join('\n')}\n`;
}

function painter(severity: Severity, colors: Colors): (text: string) => string {
  return severity === 'error' ? colors.red : severity === 'warning' ? colors.yellow : colors.blue;
}
