import { findingAt } from '../../source/finding.ts';
import type { Reading } from './parse-json.ts';

const BLANK = /[ \t\r\n]*/y;
const COMMENT = /(?:\/\/|#)[^\n]*|\/\*[^]*?\*\//y;

/** Goes over blanks, and over comments, which JSON does not have. */
export function skipBlank(reading: Reading): void {
  const { file, findings } = reading;
  for (;;) {
    reading.position = endOf(BLANK, file.text, reading.position) ?? reading.position;
    const end = endOf(COMMENT, file.text, reading.position);
    if (end === undefined) return;
    findings.push(
      findingAt(file, reading.position, end, {
        code: 'json/comment',
        message: 'JSON has no comments',
        help: "DeepSpeed reads files by themselves with Hjson, which has them; what loads this file with Python's `json` stops here. Delete it.",
      }),
    );
    reading.position = end;
  }
}

function endOf(pattern: RegExp, text: string, position: number): number | undefined {
  pattern.lastIndex = position;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
