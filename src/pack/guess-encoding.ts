export interface EncodingGuess {
  /** For people. */
  readonly name: string;
  /** For `iconv -f`. */
  readonly iconv?: string;
}

/** Says which encoding fits bytes that are not UTF-8: GBK when the high bytes pair up to common hanzi, else a Western one. */
export function guessEncoding(bytes: Uint8Array): EncodingGuess | undefined {
  const high = bytes.filter((byte) => byte >= 0x80).length;
  if (high === 0) return undefined;
  const hanzi = decode('gb18030', bytes);
  if (hanzi !== undefined && shareOf(hanzi, /[\u4e00-\u9fff\u3000-\u303f\uff01-\uff5e]/gu) > 0.6) {
    return { name: 'GBK/GB18030', iconv: 'GB18030' };
  }
  const kana = decode('shift_jis', bytes);
  if (kana !== undefined && shareOf(kana, /[\u3040-\u30ff\u4e00-\u9fff]/gu) > 0.8)
    return { name: 'Shift_JIS', iconv: 'SHIFT_JIS' };
  const traditional = decode('big5', bytes);
  if (traditional !== undefined && shareOf(traditional, /[\u4e00-\u9fff\u3000-\u303f]/gu) > 0.8)
    return { name: 'Big5', iconv: 'BIG5' };
  return { name: 'Windows-1252 (Latin-1)', iconv: 'WINDOWS-1252' };
}

/** `UTF-16LE` or `UTF-16BE` when the file starts with that mark, or when every other one of its first bytes is zero. */
export function guessUtf16(bytes: Uint8Array): 'UTF-16LE' | 'UTF-16BE' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16LE';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16BE';
  const head = bytes.subarray(0, 16);
  if (head.length < 8) return undefined;
  const zeros = (parity: number) => head.filter((byte, index) => index % 2 === parity && byte === 0).length;
  if (zeros(1) >= head.length / 2 - 1 && zeros(0) === 0) return 'UTF-16LE';
  if (zeros(0) >= head.length / 2 - 1 && zeros(1) === 0) return 'UTF-16BE';
  return undefined;
}

/** The text that the bytes are in that encoding, or undefined when they are none; up to three bytes at the end may be missing. */
export function decode(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch (error) {
    // A fatal decoder answers by throwing TypeError; anything else is a bug.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function shareOf(text: string, pattern: RegExp): number {
  const foreign = text.match(/[^\x00-\x7f]/gu)?.length ?? 0;
  return foreign === 0 ? 0 : (text.match(pattern)?.length ?? 0) / foreign;
}
