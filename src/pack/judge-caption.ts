import { findMojibake } from './find-mojibake.ts';
import type { Remark } from './reasons.ts';
import type { SourceRow } from './source-row.ts';

/** What pandas reads as a missing value (pandas `_libs/parsers.pyx` STR_NA_VALUES); upstream trains it as “None”. */
const nullWords = new Set([
  '#N/A',
  '#N/A N/A',
  '#NA',
  '-1.#IND',
  '-1.#QNAN',
  '-NaN',
  '-nan',
  '1.#IND',
  '1.#QNAN',
  '<NA>',
  'N/A',
  'NA',
  'NULL',
  'NaN',
  'None',
  'n/a',
  'nan',
  'null',
]);

/** Far above the 256 tokens of mT5 in any script. */
const longCaption = 10_000;

/** Judges the caption of a row; full-width punctuation, line breaks and emoji are all right. */
export function judgeCaption({ caption, captionTrouble }: SourceRow): Remark[] {
  const remark = (reason: Remark['reason'], detail: string, offset = 0): Remark[] => [
    { reason, detail, field: 'caption', offset },
  ];
  if (captionTrouble !== undefined) return remark(captionTrouble, 'not valid UTF-8');
  if (caption === undefined) return remark('no-caption', 'no `.txt` of the same stem');
  const text = caption.trim();
  if (text === '') return remark('empty-caption', caption === '' ? 'empty' : 'blanks only');
  if (nullWords.has(text)) return remark('null-word', `\`${text}\``);
  const nul = caption.indexOf('\0');
  if (nul >= 0) return remark('nul-in-caption', `NUL at character ${nul + 1}`, nul);
  const mojibake = findMojibake(caption);
  if (mojibake !== undefined) return remark('mojibake', mojibake.detail, mojibake.offset);
  if (caption.length > longCaption) {
    return remark('long-caption', `${caption.length.toLocaleString('en-US')} characters`);
  }
  return [];
}
