import { findMojibake } from './find-mojibake.ts';
import { countedAs, type ReasonSlug, type Remark } from './reasons.ts';
import type { SourceRow, Variant } from './source-row.ts';

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

/** Control characters but for tabs and line ends, of which U+0085 is one. */
const CONTROL = /[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]/;

/** Judges the captions of a row; full-width punctuation, line breaks and emoji are all right. */
export function judgeCaption({ caption, captionTrouble, variants }: SourceRow): Remark[] {
  if (captionTrouble !== undefined) return [remark(captionTrouble, 'not valid UTF-8')];
  if (caption === undefined) return [remark('no-caption', 'no `.txt` of the same stem')];
  if (variants !== undefined && !saysNothing(caption)) return judgeVariants(variants);
  const found = judgeText(caption);
  return found === undefined ? [] : [found];
}

/** Whether a caption is blank or a word for a missing value. */
export function saysNothing(caption: string): boolean {
  const text = caption.trim();
  return text === '' || nullWords.has(text);
}

/** Judges the captions of a row of which at least one says something; each reason is told once, an empty one for each column. */
function judgeVariants(variants: readonly Variant[]): Remark[] {
  const found = new Map<string, Remark>();
  for (const { column, text } of variants) {
    const judged = judgeText(text);
    if (judged === undefined) continue;
    const reason = saysNothing(text) ? 'empty-variant' : judged.reason;
    const remark: Remark = { ...judged, reason, column };
    const name = countedAs(remark);
    if (!found.has(name)) found.set(name, remark);
  }
  return [...found.values()];
}

/** What is to be said about one caption, if anything. */
function judgeText(caption: string): Remark | undefined {
  const text = caption.trim();
  if (text === '') return remark('empty-caption', caption === '' ? 'empty' : 'blanks only');
  if (nullWords.has(text)) return remark('null-word', `\`${text}\``);
  const nul = caption.indexOf('\0');
  if (nul >= 0) return remark('nul-in-caption', `NUL at character ${nul + 1}`, nul);
  const mojibake = findMojibake(caption);
  if (mojibake !== undefined) return remark('mojibake', mojibake.detail, mojibake.offset);
  const control = caption.search(CONTROL);
  if (control >= 0)
    return remark(
      'control-in-caption',
      `U+${caption.charCodeAt(control).toString(16).toUpperCase().padStart(4, '0')}`,
      control,
    );
  if (caption.length > longCaption) {
    return remark('long-caption', `${caption.length.toLocaleString('en-US')} characters`);
  }
  return undefined;
}

function remark(reason: ReasonSlug, detail: string, offset = 0): Remark {
  return { reason, detail, field: 'caption', offset };
}
