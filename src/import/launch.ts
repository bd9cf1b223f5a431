import { posix } from 'node:path';
import { type Host, hostsOf } from './hosts.ts';
import { type Trainer, trainerOfScript } from './trainer.ts';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { Call, Word } from './word.ts';

/** A training that a command starts. */
export interface Launch {
  readonly call: Call;
  /** The program in front of the script. */
  readonly launcher: Word;
  /** Options of the launcher by their names without dashes. */
  readonly options: ReadonlyMap<string, Option>;
  readonly script: Word;
  /** What the script says; our overlay starts each of the trainers. */
  readonly trainer: Trainer | undefined;
  /** Whether our own overlay is started, which mends much of what the trainer does. */
  readonly isOverlay: boolean;
  readonly argv: readonly Word[];
  /** The machines of `--hostfile`, where it is at hand. */
  readonly hosts?: readonly Host[] | undefined;
}

/** An option of the launcher; `value` is empty for a switch. */
export interface Option {
  readonly name: Word;
  readonly value: Word | undefined;
}

const LAUNCHERS = new Set(['deepspeed', 'ds', 'accelerate', 'torchrun', 'python', 'python3']);

/** Options of the launchers that take no value. */
const SWITCHES = new Set([
  'use_deepspeed',
  'multi_gpu',
  'standalone',
  'force_multi',
  'no_local_rank',
  'no_python',
  'module',
  'no_ssh_check',
  'no_ssh',
  'u',
]);

/**
 * The training that a command starts, if it does: whatever stands in front of the launcher (srun, numactl, env, nohup) is passed over,
 * then the launcher's options up to the script. `read` finds the file of the hosts.
 */
export function launchOf(
  call: Call,
  read: (name: string) => SourceFile | undefined = () => undefined,
): Launch | undefined {
  const at = call.words.findIndex(({ text }) => LAUNCHERS.has(posix.basename(text)));
  const launcher = call.words[at];
  if (launcher === undefined) return undefined;
  const rest = call.words.slice(at + 1);
  const scriptAt = rest.findIndex(({ text }) => text.endsWith('.py'));
  const script = rest[scriptAt];
  if (script === undefined || !isTrainer(script.text)) return undefined;
  const options = optionsOf(rest.slice(0, scriptAt));
  const hostfile = hostfileOf(options);
  const hosts = hostfile && read(hostfile.text);
  const isOverlay = /(^|\/)overlay\/train\.py$/.test(script.text);
  return {
    call,
    launcher,
    options,
    script,
    trainer: isOverlay ? undefined : trainerOfScript(script.text),
    isOverlay,
    argv: rest.slice(scriptAt + 1),
    hosts: hosts && hostsOf(hosts),
  };
}

/** The file that DeepSpeed's launcher reads its machines from. */
export const hostfileOf = (options: Launch['options']): Word | undefined =>
  (options.get('hostfile') ?? options.get('H'))?.value;

/** What says which machines and slots of them DeepSpeed's launcher takes. */
export const includeOf = (options: Launch['options']): Option | undefined =>
  options.get('include') ?? options.get('i');

/** What says which of them it leaves out. */
export const excludeOf = (options: Launch['options']): Option | undefined =>
  options.get('exclude') ?? options.get('e');

const isTrainer = (path: string): boolean => /(^|\/)(train[^/]*|overlay\/train)\.py$/.test(path);

function optionsOf(words: readonly Word[]): ReadonlyMap<string, Option> {
  const options = new Map<string, Option>();
  words.forEach((word, at) => {
    const found = /^--?([A-Za-z][\w-]*)(?:=([^]*))?$/.exec(word.text);
    if (!found) return;
    const name = (found[1] ?? '').replaceAll('-', '_');
    const next = words[at + 1];
    const following = next && !next.text.startsWith('-') && !SWITCHES.has(name) ? next : undefined;
    options.set(name, {
      name: word,
      value: found[2] === undefined ? following : { ...word, text: found[2] },
    });
  });
  return options;
}
