import { isUtf8 } from 'node:buffer';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { codePointOf } from '../diagnostics/visible-text.ts';
import { findingAt, type Saying } from './finding.ts';
import { makeSourceFile } from './source-file.ts';

/** Larger files are not experiments; a parser that is fed one by mistake would only waste a minute. */
export const MAX_BYTES = 128 * 1024;

export type Decoded = { readonly text: string } | { readonly finding: Diagnostic };

/** Control characters, line ends that readers differ on, and characters that nobody sees; all of them are single UTF-16 units. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
export const INVISIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2066-\u2069\ufeff]|\r(?!\n)/;

/** Takes a byte order mark away. */
const utf8 = new TextDecoder('utf-8');

/** Bytes of a YAML file as text: UTF-8 with or without a byte order mark, without control characters. */
export function decode(path: string, bytes: Uint8Array): Decoded {
  const refuse = (textBefore: string, saying: Saying): Decoded => {
    const at = textBefore.length;
    return { finding: findingAt(makeSourceFile(path, textBefore), at, at, saying) };
  };
  if (bytes.length > MAX_BYTES) return refuse('', TOO_LARGE);
  const text = utf8.decode(bytes);
  if (!isUtf8(bytes)) return refuse(text.slice(0, firstInvalid(bytes)), notUtf8(bytes));
  const found = INVISIBLE.exec(text);
  return found ? refuse(text.slice(0, found.index), invisible(found[0])) : { text };
}

const TOO_LARGE: Saying = {
  code: 'yaml/too-large',
  message: `the file has more than ${MAX_BYTES / 1024} KiB`,
  help: 'An experiment fits on a page or two. Is this the right file?',
};

const notUtf8 = (bytes: Uint8Array): Saying => ({
  code: 'yaml/not-utf8',
  message: 'the file is not UTF-8 text',
  help: `${guessEncoding(bytes)} Save the file as UTF-8.`,
});

function invisible(character: string): Saying {
  const code = codePointOf(character);
  const what = character < ' ' || (character >= '\u007f' && character <= '\u009f') ? 'control' : 'invisible';
  const hints: Readonly<Record<string, string>> = {
    'U+0000': 'Is the file UTF-16, or not a text? Save it as UTF-8.',
    'U+000D': 'Save the file with line ends of Unix or Windows.',
  };
  return {
    code: 'yaml/control-character',
    message: `the file has the ${what} character ${code}`,
    help: hints[code] ?? 'Delete it: nobody sees it, and readers differ on what it means.',
  };
}

/** Length of the text before the first byte that is not UTF-8. */
function firstInvalid(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  // The longest prefix that decodes, tolerating a character that the cut splits.
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isBeginning(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return new TextDecoder('utf-8').decode(bytes.subarray(0, low), { stream: true }).length;
}

/** Whether bytes are UTF-8 as far as they go. */
function isBeginning(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function guessEncoding(bytes: Uint8Array): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return 'It looks like UTF-16.';
  try {
    const text = new TextDecoder('gb18030', { fatal: true }).decode(bytes);
    return text.includes('\0') ? 'It is not a text.' : 'It can be read as GBK.';
  } catch {
    return 'It may be a binary file.';
  }
}
