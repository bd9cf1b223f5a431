const PLAIN = /^[A-Za-z0-9_@%+:,./-]+$/;

/**
 * One word of POSIX shell that means exactly this text: bare when nothing in it is special, else in single quotes.
 * Text with a NUL cannot be an argument of any program; it throws.
 */
export function quote(text: string): string {
  if (text.includes('\0')) throw new TypeError('a NUL cannot be part of a shell word');
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
