import type { Severity } from '../diagnostics/diagnostic.ts';
import { visibleText } from '../diagnostics/visible-text.ts';
import type { Reporter } from './reporter.ts';
import type { DiagnosticView } from './view.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** One workflow command a finding: GitHub Actions shows it at its line in a pull request. */
export const github: Reporter = ({ diagnostics }) => diagnostics.map(command).join('');

/** Columns count only within one line: GitHub refuses them in a range of several. */
function command(item: DiagnosticView): string {
  const { line, column, endLine, endColumn } = item;
  const columns = line === endLine ? { line, col: column, endLine, endColumn } : { line, endLine };
  const properties = Object.entries({ file: visibleText(item.file), ...columns, title: item.code });
  const shown = properties.map(([key, value]) => `${key}=${escapeProperty(String(value))}`).join(',');
  const text = [item.message, ...(item.help === undefined ? [] : [item.help])].join('\n');
  return `::${COMMANDS[item.severity]} ${shown}::${escapeData(text)}\n`;
}

/** The escapes of actions/toolkit, packages/core/src/command.ts. */
const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
