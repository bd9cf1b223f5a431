import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { makeSourceFile } from './source-file.ts';

/** Larger files are not experiments; a parser that is fed one by mistake would only waste a minute. */
const MAX_BYTES = 1024 * 1024;

export type Decoded = { readonly text: string } | { readonly finding: Diagnostic };

/** Bytes of a YAML file as text: UTF-8 with or without a byte order mark, no control characters. */
export function decode(path: string, bytes: Uint8Array): Decoded {
  const refuse = (code: string, message: string, help: string, textBefore = ''): Decoded => {
    const file = makeSourceFile(path, textBefore);
    const span = { file, start: textBefore.length, end: textBefore.length };
    return { finding: { code, severity: 'error', message, path: [], span, help } };
  };
  if (bytes.length > MAX_BYTES) {
    const help = 'An experiment fits on a page or two. Is this the right file?';
    return refuse('yaml/too-large', `the file has ${bytes.length} bytes, more than 1 MiB`, help);
  }
  const invalid = firstInvalid(bytes);
  if (invalid !== undefined) {
    const help = `${guessEncoding(bytes)} Save the file as UTF-8.`;
    return refuse('yaml/not-utf8', 'the file is not UTF-8 text', help, latin(bytes.subarray(0, invalid)));
  }
  const text = new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes);
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.exec(text);
  if (control) {
    const code = (control[0].codePointAt(0) ?? 0).toString(16).padStart(4, '0').toUpperCase();
    const help = 'YAML allows no control characters but tab and line break. Delete it.';
    return refuse(
      'yaml/control-character',
      `the file has the control character U+${code}`,
      help,
      text.slice(0, control.index),
    );
  }
  return { text };
}

/** Offset of the first byte that is not UTF-8. */
function firstInvalid(bytes: Uint8Array): number | undefined {
  if (isUtf8(bytes)) return undefined;
  let low = 0;
  let high = bytes.length;
  // The longest prefix that decodes, tolerating a character that the cut splits.
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isUtf8(bytes.subarray(0, middle), true)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function isUtf8(bytes: Uint8Array, stream = false): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}

function guessEncoding(bytes: Uint8Array): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return 'It looks like UTF-16.';
  try {
    new TextDecoder('gb18030', { fatal: true }).decode(bytes);
    return 'It can be read as GBK.';
  } catch {
    return 'It may be a binary file.';
  }
}

const latin = (bytes: Uint8Array): string => new TextDecoder('utf-8').decode(bytes);
