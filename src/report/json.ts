import type { Reporter } from './reporter.ts';
import type { DiagnosticView } from './view.ts';

/** Version of the JSON form; it grows when a reader of the old one would be misled. */
const FORMAT_VERSION = 1;

/** Everything the other formats show, for programs. */
export const json: Reporter = ({ diagnostics, files }) =>
  `${JSON.stringify({ formatVersion: FORMAT_VERSION, files, diagnostics: diagnostics.map(shown) }, undefined, 2)}\n`;

/** A finding without what only SARIF needs: it says the same in other units. */
const shown = ({
  region: _region,
  snippet: _snippet,
  replacements: _edits,
  ...item
}: DiagnosticView): object => item;
