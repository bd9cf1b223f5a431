import type { Reporter } from './reporter.ts';

/** Version of the JSON form; it grows when a reader of the old one would be misled. */
const FORMAT_VERSION = 1;

/** Everything the other formats show, for programs. */
export const json: Reporter = ({ diagnostics, files }) =>
  `${JSON.stringify({ formatVersion: FORMAT_VERSION, files, diagnostics }, undefined, 2)}\n`;
