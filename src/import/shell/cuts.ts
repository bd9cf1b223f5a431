import type { Diagnostic, SourceFile, Span } from '../../diagnostics/diagnostic.ts';
import { positionAt } from '../../source/source-file.ts';
import { finding, shown, type Word } from '../word.ts';

/** Why a command ended before flags that were meant for it (T150). */
interface Cut {
  readonly start: number;
  readonly message: string;
}

/** `\` before a Windows line end escapes the carriage return, and the line does not go on: said once a file. */
export function findWindowsEnds(file: SourceFile): readonly Diagnostic[] {
  const at = file.text.search(/\r\n/);
  if (at < 0) return [];
  const cut = file.text.search(/\\\r\n/);
  const start = cut < 0 ? at : cut;
  return [
    finding(
      { file, start, end: start + 1 },
      'error',
      'windows-line-ends',
      'the script has line ends of Windows',
      'The shell takes the carriage return for a part of the line: no line goes on behind its `\\`, and values end in it. Nothing is imported: save the script with line ends of Unix.',
    ),
  ];
}

/** The finding about a command whose name is a flag: it was meant for the command above, which does not get it. */
export function cutAbove(words: readonly Word[], statement: Span): Diagnostic | undefined {
  const { file, start } = statement;
  const { line } = positionAt(file, start);
  if (/\r\n/.test(file.text)) return undefined; // said once for the whole file
  const cut = causeAbove(file, line);
  const flags = words.filter(({ text }) => text.startsWith('--')).map(({ text }) => text);
  return finding(
    { file, start: cut?.start ?? start, end: Math.max(start, cut?.start ?? start) },
    'error',
    'command-cut',
    `${cut?.message ?? 'no `\\` ends the line above'}: the command ends before ${shown(flags[0] ?? '')}`,
    `The ${flags.length} flags from there on do not reach the trainer; the shell runs them as a command of their own. They are not imported: ${flags.join(' ')}`,
  );
}

function causeAbove({ text, lineStarts }: SourceFile, line: number): Cut | undefined {
  const content = (one: number): string =>
    text.slice(lineStarts[one - 1] ?? 0, lineStarts[one] ?? text.length);
  let above = line - 1;
  while (above > 1 && /^\s*(#.*)?$/.test(content(above - 1))) above -= 1;
  const start = lineStarts[above - 1] ?? 0;
  const before = content(above);
  if (/^\s*#/.test(before)) return { start, message: 'a comment stands behind a `\\`' };
  if (/^\s*$/.test(before)) return { start, message: 'an empty line stands behind a `\\`' };
  const written = before.replace(/\r?\n$/, '');
  const inComment = /(?<=\s)#.*\\$/.exec(written);
  if (inComment) return { start: start + inComment.index, message: 'the `\\` above is a part of a comment' };
  const blank = /\\[ \t]+(#.*)?$/.exec(written);
  if (blank === null) return undefined;
  const message = `a ${blank[1] === undefined ? 'blank' : 'comment'} stands behind the \`\\\``;
  return { start: start + blank.index, message };
}
