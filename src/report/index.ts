import { github } from './github.ts';
import { json } from './json.ts';
import { line } from './line.ts';
import { pretty } from './pretty.ts';
import type { Reporter } from './reporter.ts';
import { sarif } from './sarif.ts';

/** Formats of findings by the word of `--format`. */
export const reporters: Readonly<Record<string, Reporter>> = {
  pretty,
  line,
  json,
  sarif,
  github,
};
