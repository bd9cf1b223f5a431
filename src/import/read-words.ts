import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { Call, Word } from './word.ts';

/** Whether a text lists arguments, one a line, and is no script of a shell: no line goes on with a backslash. Lines of `#` are comments. */
export function isWordList({ path, text }: SourceFile): boolean {
  if (/\.(sh|bash|sbatch|slurm)$/i.test(path) || text.startsWith('#!')) return false;
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !isComment(line));
  const [first = ''] = lines;
  if (lines.length < 2 || lines.some((line) => /\\\s*$/.test(line))) return false;
  return !/\s/.test(first.trim()) || lines.every((line) => line.startsWith('-'));
}

const isComment = (line: string): boolean => /^\s*#(\s|$)/.test(line);

/** The command whose words are the lines of a file; a line that begins with a flag may have its values, too. */
export function callOfLines(file: SourceFile): Call {
  const words: Word[] = [];
  for (const [at, start] of file.lineStarts.entries()) {
    const text = file.text.slice(start, file.lineStarts[at + 1]).replace(/\r?\n$/, '');
    if (text === '' || isComment(text)) continue;
    const parts = /^--?[A-Za-z][\w-]*[ \t]+\S/.test(text)
      ? [...text.matchAll(/"[^"]*"|'[^']*'|\S+/g)].map((found) => ({ part: found[0], from: found.index }))
      : [{ part: text, from: 0 }];
    for (const { part, from } of parts) {
      const span = { file, start: start + from, end: start + from + part.length };
      words.push({ text: parts.length > 1 ? part.replace(/^(["'])(.*)\1$/, '$2') : part, span });
    }
  }
  const site = { file, start: 0, end: words[0]?.span.end ?? 0 };
  return { words, env: new Map(), site, lost: [] };
}
