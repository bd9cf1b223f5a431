import { visibleText } from '../diagnostics/visible-text.ts';
import type { Reporter } from './reporter.ts';

/** One finding a line, as problem matchers read it: `file:line:column: severity: message [code]`. */
export const line: Reporter = ({ diagnostics }) =>
  diagnostics
    .map(
      (item) =>
        `${visibleText(item.file)}:${item.line}:${item.column}: ${item.severity}: ${item.message} [${item.code}]\n`,
    )
    .join('');
