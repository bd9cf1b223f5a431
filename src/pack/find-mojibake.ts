import { decode } from './guess-encoding.ts';

export interface Mojibake {
  /** Which mistake it looks like, with what was meant where that can be told. */
  readonly detail: string;
  /** Characters before the first one that is wrong. */
  readonly offset: number;
}

/** Letters of scripts that share no word: two of them side by side are bytes read wrongly. */
const scripts = [
  /\p{Script=Cyrillic}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Armenian}/u,
];
const latin = /\p{Script=Latin}/u;

/** What Windows-1252 puts at 0x80-0x9f; Node 20 decodes it as Latin-1, so it is written out (WHATWG Encoding, index windows-1252). */
const windows1252 = new Map(
  [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'].map((char, index) => [char, 0x80 + index]),
);

/** Two characters that bytes read wrongly become; few captions have them, and looking for one pair is far cheaper than for all runs. */
const SUSPECT = /[\u0080-\u07ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2}/u;

/** Finds text that was read in the wrong encoding once; undefined for text in any language as it should be. */
export function findMojibake(text: string): Mojibake | undefined {
  if (/^[\x00-\x7f]*$/u.test(text)) return undefined;
  const replaced = text.indexOf('\uFFFD');
  if (replaced >= 0) return { detail: 'a replacement character (U+FFFD)', offset: replaced };
  const locked = text.search(/锟斤拷|烫烫烫|屯屯屯/u);
  if (locked >= 0)
    return { detail: `\`${text.slice(locked, locked + 3)}\`, which broken bytes turn into`, offset: locked };
  if (!SUSPECT.test(text)) return undefined;
  return findDoubleEncoding(text) ?? findGbkReadAsUtf8(text);
}

/** UTF-8 or GBK bytes that were read as Latin-1 or Windows-1252 and saved again: `ä¸€åª`, `Ò»Ö»Ã¨`. */
function findDoubleEncoding(text: string): Mojibake | undefined {
  for (const match of text.matchAll(/[\u0080-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2,}/gu)) {
    const bytes = toWindows1252(match[0]);
    if (bytes === undefined) continue;
    const meant = bytes.length >= 4 ? commonHanzi(bytes, 1) : undefined;
    if (meant !== undefined)
      return { detail: `GBK read as Latin-1; \`${meant.slice(0, 20)}\` was meant`, offset: match.index };
    const utf8 = decodeDoubled(bytes);
    if (utf8 !== undefined)
      return { detail: `UTF-8 read as Latin-1; \`${utf8.slice(0, 20)}\` was meant`, offset: match.index };
  }
  return undefined;
}

/** The UTF-8 text that the bytes are; bytes may have been lost where the result is Chinese all the same, which no chance makes. */
function decodeDoubled(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes);
  const hanzi = text.match(/[\u3400-\u9fff]/gu)?.length ?? 0;
  const lost = text.match(/\uFFFD/gu)?.length ?? 0;
  const whole = lost === 0 && (text.length > 1 || bytes.length > 2 || isLetterPair(bytes));
  return whole || (hanzi > 0 && lost <= hanzi) ? text : undefined;
}

/** `Ã¤`, `Ã©`, `Â°`: no language writes a mark behind these two letters but a closing quote. */
const isLetterPair = ([lead = 0, trail = 0]: Uint8Array): boolean =>
  (lead === 0xc2 || lead === 0xc3) && trail >= 0xa1 && trail !== 0xab && trail !== 0xbb;

/** GBK bytes that happen to be valid UTF-8: `一只猫` becomes `һֻè`, letters of several scripts in one word. */
function findGbkReadAsUtf8(text: string): Mojibake | undefined {
  for (const match of text.matchAll(/[\u0080-\u07ff]{2,}/gu)) {
    const run = match[0];
    const kinds = scripts.filter((script) => script.test(run)).length + (latin.test(run) ? 1 : 0);
    const loneMark =
      /^\p{M}|[^\p{L}\p{M}]\p{M}/u.test(run) && !/\p{Script=Hebrew}[\p{M}]*\p{Script=Hebrew}/u.test(run);
    if (kinds < 2 && !loneMark) continue;
    const hanzi = commonHanzi(Buffer.from(run), 0.5);
    if (hanzi !== undefined)
      return { detail: `GBK read as UTF-8; \`${hanzi.slice(0, 20)}\` was meant`, offset: match.index };
  }
  return undefined;
}

/** The GB 2312 text that the bytes are, when at least that share of it is common hanzi (level 1: lead bytes B0-D7). */
function commonHanzi(bytes: Uint8Array, share: number): string | undefined {
  if (bytes.length % 2 === 1) return undefined;
  let common = 0;
  for (let at = 0; at < bytes.length; at += 2) {
    const lead = bytes[at] ?? 0;
    const trail = bytes[at + 1] ?? 0;
    if (lead < 0xa1 || trail < 0xa1) return undefined;
    if (lead >= 0xb0 && lead <= 0xd7) common += 1;
  }
  return common * 2 >= bytes.length * share ? decode('gb18030', bytes) : undefined;
}

function toWindows1252(text: string): Uint8Array | undefined {
  const bytes = [...text].map((char) => windows1252.get(char) ?? char.codePointAt(0) ?? 0);
  return bytes.every((byte) => byte >= 0x80 && byte <= 0xff) ? Uint8Array.from(bytes) : undefined;
}
