import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import { code } from '../schema/wording.ts';
import { findingAt, type Saying } from '../source/finding.ts';
import { type Line, linesOf } from './lines.ts';

/** `.deepspeed_env`, or a file that is named like it, for `DS_ENV_FILE`. */
export const isDeepSpeedEnv = (path: string): boolean => /(^|[./_-])deepspeed_env(\.txt)?$/.test(path);

/** Names that the launcher sets anew for every process (DeepSpeed 0.19.8 launcher/launch.py). */
const OVERWRITTEN = [
  'CUDA_VISIBLE_DEVICES',
  'RANK',
  'LOCAL_RANK',
  'WORLD_SIZE',
  'LOCAL_SIZE',
  'CROSS_RANK',
  'CROSS_SIZE',
  'MASTER_ADDR',
  'MASTER_PORT',
];

const SECRET = /(^|_)(TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|ACCESS_KEY|PRIVATE_KEY|CREDENTIALS?)($|_)/i;

/**
 * Findings about the file whose lines DeepSpeed turns into `export KEY=VALUE;` for the other nodes: it splits each line at the first
 * `=` and puts a value with unusual characters in double quotes as it is (launcher/runner.py, multinode_runner.py `add_export`).
 */
export function judgeDeepSpeedEnv(file: SourceFile): readonly Diagnostic[] {
  const seen = new Map<string, number>();
  return linesOf(file).flatMap((line, each) => {
    const equals = line.text.indexOf('=');
    if (equals < 0) return [findingAt(file, line.start, line.start + line.text.length, noEquals(line.text))];
    const name = line.text.slice(0, equals).trim();
    const findings = [...judgeName(file, line, name, seen.get(name)), ...judgeValue(file, line, equals + 1)];
    seen.set(name, each + 1);
    return findings;
  });
}

function noEquals(text: string): Saying {
  const what =
    text.trim() === '' ? 'a blank line' : text.trim().startsWith('#') ? 'a comment' : 'a line without `=`';
  return {
    code: 'env-file/line',
    message: `${what} stands in the file`,
    help: 'The launcher splits every line at its `=`, and stops at this one. Delete it: the file has neither blank lines nor comments.',
  };
}

function judgeName(
  file: SourceFile,
  { start, text }: Line,
  name: string,
  earlier: number | undefined,
): readonly Diagnostic[] {
  const from = start + text.indexOf(name);
  const say = (saying: Saying): readonly Diagnostic[] => [findingAt(file, from, from + name.length, saying)];
  if (!/^[A-Za-z_]\w*$/.test(name))
    return say({
      code: 'env-file/name',
      message: `${name === '' ? 'nothing' : code(name)} is no name of a variable`,
      help: name.startsWith('#')
        ? 'The file has no comments: the shell of the other node would take the rest of its command for one. Delete the line.'
        : 'The shell of the other node refuses it, and training does not start there. Write `NAME=value`, without `export`.',
    });
  if (earlier !== undefined)
    return say({
      code: 'env-file/duplicate',
      severity: 'warning',
      message: `${code(name)} is already in line ${earlier}`,
      help: 'The last line counts. Delete the other one.',
    });
  if (OVERWRITTEN.includes(name))
    return say({
      code: 'env-file/overwritten',
      severity: 'warning',
      message: `${code(name)} is set anew by the launcher`,
      help: 'What stands here never reaches the trainer. Delete the line, and use the options of the launcher.',
    });
  if (SECRET.test(name))
    return say({
      code: 'env-file/secret',
      severity: 'warning',
      message: `${code(name)} looks like a secret`,
      help: 'The launcher writes it into the command line of every node, where each user of the machine sees it, and into its log. Set it on the nodes themselves.',
    });
  return [];
}

function judgeValue(file: SourceFile, { start, text }: Line, from: number): readonly Diagnostic[] {
  const value = text.slice(from);
  const say = (offset: number, length: number, saying: Saying): readonly Diagnostic[] => [
    findingAt(file, start + from + offset, start + from + offset + length, saying),
  ];
  if (/^\s*"[^"`$\s]*"\s*$/.test(value)) return say(value.indexOf('"'), value.trim().length, NEEDLESS);
  const quote = /["`]/.exec(value);
  if (quote) return say(quote.index, 1, quote[0] === '"' ? INNER_QUOTE : COMMAND);
  const dollar = value.indexOf('$');
  if (dollar >= 0) return say(dollar, 1, EXPANDED);
  const trimmed = value.trim();
  if (/^'.*'$/.test(trimmed)) return say(value.indexOf("'"), trimmed.length, SINGLE_QUOTES);
  return value.includes('\\') ? say(value.indexOf('\\'), 1, BACKSLASH) : [];
}

const INNER_QUOTE: Saying = {
  code: 'env-file/quote',
  message: 'a `"` stands in the value',
  help: 'The launcher puts the value in double quotes as it is, so this one ends them and the rest is split. Write the value without quotes; blanks in it are kept.',
};

const NEEDLESS: Saying = {
  code: 'env-file/quote',
  severity: 'warning',
  message: 'the quotes around the value do nothing',
  help: 'The launcher adds its own; with a blank in the value these would end them. Write the value without quotes.',
};

const COMMAND: Saying = {
  code: 'env-file/command',
  message: 'a backtick starts a command in the value',
  help: 'The shell of each other node runs it. Write the value itself.',
};

const EXPANDED: Saying = {
  code: 'env-file/expanded',
  severity: 'warning',
  message: '`$` is expanded on the other node',
  help: 'The launcher hands it on as it is, so it means what the variable is over there, and nothing where it is not set. Write the value itself.',
};

const SINGLE_QUOTES: Saying = {
  code: 'env-file/quote',
  severity: 'warning',
  message: 'the single quotes become a part of the value',
  help: 'The launcher puts the value in double quotes, and single ones inside are letters. Write it without quotes; blanks in it are kept.',
};

const BACKSLASH: Saying = {
  code: 'env-file/backslash',
  severity: 'warning',
  message: 'a backslash stands in the value',
  help: 'Between double quotes the shell of the other node takes some backslashes away. Write the value without.',
};
