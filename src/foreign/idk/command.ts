import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts';
import { code, listOf, nearest } from '../../schema/wording.ts';
import { findingAt } from '../../source/finding.ts';

/** A word of a command line and where it stands. */
interface Word {
  readonly text: string;
  readonly span: Span;
}

/** Options of each command of `idk` (HunyuanDiT 368280e, IndexKits/bin/idk); argparse takes any beginning that is clear. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  show: ['--arrow-files', '--depth'],
  base: ['-c', '--config', '-t', '--target', '-w', '--world-size', '--work-dir', '--use-cache'],
  multireso: [
    ...['-c', '--config', '-s', '--src', '-t', '--target', '--base-size', '--reso-step'],
    ...['--target-ratios', '--md5-file', '--align', '--min-size'],
  ],
};

/** What the parser of `idk` refuses; the first word is `idk`. */
export function judgeIdkCall([, command, ...rest]: readonly Word[]): readonly Diagnostic[] {
  if (!command || command.text.startsWith('-')) return [];
  const options = Object.hasOwn(COMMANDS, command.text) ? COMMANDS[command.text] : undefined;
  if (!options) return [unknown(command, 'command', Object.keys(COMMANDS))];
  return rest
    .filter(({ text }) => /^--?[a-z]/.test(text) && !takes(options, text.replace(/=[^]*/, '')))
    .map((word) => unknown(word, `option of \`idk ${command.text}\``, options));
}

const takes = (options: readonly string[], text: string): boolean =>
  options.some((option) => (text.startsWith('--') ? option.startsWith(text) : text.startsWith(option)));

function unknown({ text, span }: Word, what: string, known: readonly string[]): Diagnostic {
  const meant = nearest(text, known);
  return findingAt(span.file, span.start, span.end, {
    code: 'idk/command-line',
    message: `${code(text)} is no ${what}`,
    help: `IndexKits stops. ${meant === undefined ? `There are ${listOf(known, 'and')}.` : `Did you mean ${code(meant)}?`}`,
  });
}
