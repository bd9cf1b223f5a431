import { posix } from 'node:path';
import type { HereDoc } from 'unbash';
import type { Span } from '../../diagnostics/diagnostic.ts';
import { makeSourceFile } from '../../source/source-file.ts';
import { optionsOf } from '../slurm-job.ts';
import { finding, shown, type Word } from '../word.ts';
import { type Scope, scopeOf, type ScriptText } from './scope.ts';
import type { Trace } from './trace.ts';

/** Where a program is started. */
interface Start {
  readonly scope: Scope;
  readonly trace: Trace;
  readonly site: Span;
}

const SHELLS = new Set(['sh', 'bash', 'zsh', 'dash', 'ksh']);

/** Programs that start the one behind their options. */
const PREFIXES = new Set(
  'srun sbatch nohup env exec time numactl nice ionice sudo command timeout stdbuf taskset setsid unbuffer mpirun mpiexec xvfb-run singularity apptainer docker podman kubectl screen conda poetry uv'.split(
    ' ',
  ),
);

/** Programs that hand a text to a shell elsewhere. */
const TEXT_RUNNERS = new Set('ssh tmux screen su pdsh clush watch parallel-ssh xterm'.split(' '));

/** Starts a program: another script of the folder is read on with its arguments, any other is a call. */
export function runProgram(
  words: readonly Word[],
  environment: Map<string, Word>,
  here: HereDoc | undefined,
  start: Start,
): void {
  const [program] = words;
  if (program === undefined || program.text.trim() === '') return;
  const name = posix.basename(program.text);
  if (SHELLS.has(name)) return runShell(words.slice(1), environment, here, start, words);
  if (PREFIXES.has(name)) {
    const rest = behindPrefix(words, environment, start);
    if (name === 'sbatch' && rest) start.trace.job = optionsOf(words.slice(1, words.length - rest.length));
    if (rest) return runProgram(rest, environment, here, start);
    if (name === 'sbatch' && here) return runHere(here, environment, start);
  }
  const text = words.at(-1);
  if (TEXT_RUNNERS.has(name) && text && /\s/.test(text.text)) return runInline([text], environment, start);
  const file = /\.(sh|bash|slurm|sbatch)$/.test(program.text) ? start.trace.read(program.text) : undefined;
  if (file) {
    return runOther({ file, offset: 0 }, file.text, words.slice(1), environment, start);
  }
  const { trace, site } = start;
  trace.calls.push({ words, env: environment, site, lost: [], job: trace.job });
}

/** The words from the shell or the script behind srun, env and the like; their variables go into the environment. */
function behindPrefix(
  words: readonly Word[],
  environment: Map<string, Word>,
  { trace }: Start,
): readonly Word[] | undefined {
  const at = words.findIndex(
    ({ text }, index) =>
      index > 0 &&
      (SHELLS.has(posix.basename(text)) ||
        (/\.(sh|bash|slurm|sbatch)$/.test(text) && trace.read(text) !== undefined)),
  );
  for (const word of words.slice(0, at < 0 ? words.length : at)) {
    const found = /^([A-Za-z_]\w*)=([^]*)$/.exec(word.text);
    if (found?.[1] !== undefined) environment.set(found[1], { ...word, text: found[2] ?? '' });
  }
  return at < 0 ? undefined : words.slice(at);
}

function runShell(
  words: readonly Word[],
  environment: ReadonlyMap<string, Word>,
  here: HereDoc | undefined,
  start: Start,
  call: readonly Word[],
): void {
  const at = words.findIndex(({ text }) => !/^[-+]/.test(text) || /^-\w*c$/.test(text));
  const script = words[at];
  if (script === undefined) {
    if (here) runHere(here, environment, start);
    return;
  }
  const { trace, site } = start;
  if (script.text.startsWith('-')) return runInline(words.slice(at + 1), environment, start);
  const file = trace.read(script.text);
  if (file) return runOther({ file, offset: 0 }, file.text, words.slice(at + 1), environment, start);
  trace.calls.push({ words: call, env: environment, site, lost: [], job: trace.job });
  trace.findings.push(
    finding(
      script.span,
      'warning',
      'script-missing',
      `there is no ${shown(posix.basename(script.text))} beside the script`,
      'What it starts is not imported. Copy it there.',
    ),
  );
}

/** `bash -c TEXT`: the text is read where it stands, if it is written there in one piece. */
function runInline(
  [text, , ...positional]: readonly Word[],
  environment: ReadonlyMap<string, Word>,
  start: Start,
): void {
  if (text === undefined) return;
  const { path } = start.scope.text.file;
  const written = text.span.file.text.slice(text.span.start + 1, text.span.end - 1);
  const isWritten = written === text.text;
  const file = isWritten ? text.span.file : makeSourceFile(`${path} (-c)`, text.text);
  const offset = isWritten ? text.span.start + 1 : 0;
  runOther({ file, offset }, text.text, positional, environment, start);
}

/** A script that stands in the script, as a heredoc of `bash` or `sbatch`. */
function runHere({ body }: HereDoc, environment: ReadonlyMap<string, Word>, start: Start): void {
  const { scope } = start;
  const visible = new Map(environment);
  for (const [name, { words }] of scope.variables)
    if (words[0] && !visible.has(name)) visible.set(name, words[0]);
  const text = { file: scope.text.file, offset: scope.text.offset + body.pos };
  runOther(text, body.text, [], visible, start);
}

/** Runs another script with arguments, in a scope of its own that has the exported variables. */
function runOther(
  text: ScriptText,
  source: string,
  positional: readonly Word[],
  environment: ReadonlyMap<string, Word>,
  { scope: { expand }, trace, site }: Start,
): void {
  const scope = scopeOf(text, positional, expand);
  for (const [name, word] of environment) scope.variables.set(name, { words: [word], isExported: true });
  trace.runText(scope, source, trace, site);
}
