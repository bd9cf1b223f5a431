import { posix } from 'node:path';

/** What a generated file was made from, as a line of its first comment. The name is the user's: nothing in it may end the comment. */
export function headerLine(source: string): string {
  const name = posix.basename(source).replace(/[\p{Cc}\u2028\u2029]/gu, '?');
  return `Written by ditc from ${name}: edit that file, not this one.`;
}

/** The name of the experiment file in the `headerLine` of a script; undefined for one that we did not write. */
export const sourceOfHeader = (script: string): string | undefined =>
  /^# Written by ditc from (.+): edit that file, not this one\.$/m.exec(script)?.[1];
