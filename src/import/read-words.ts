import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { Call, Word } from './word.ts';

/** Whether a text lists arguments, one a line, and is no script of a shell: no line goes on with a backslash. */
export function isWordList({ path, text }: SourceFile): boolean {
  if (/\.(sh|bash|sbatch|slurm)$/i.test(path)) return false;
  const lines = text.split('\n').filter((line) => line !== '');
  return (
    lines.length > 1 && !lines.some((line) => /^#|\\\s*$/.test(line)) && !/\s/.test((lines[0] ?? '').trim())
  );
}

/** The command whose words are the lines of a file. */
export function callOfLines(file: SourceFile): Call {
  const words: Word[] = [];
  for (const [at, start] of file.lineStarts.entries()) {
    const text = file.text.slice(start, file.lineStarts[at + 1]).replace(/\r?\n$/, '');
    if (text !== '') words.push({ text, span: { file, start, end: start + text.length } });
  }
  const site = { file, start: 0, end: words[0]?.span.end ?? 0 };
  return { words, env: new Map(), site, lost: [] };
}
