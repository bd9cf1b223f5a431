import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import { codePointOf } from '../diagnostics/visible-text.ts';
import { code } from '../schema/wording.ts';
import { findingAt, type Saying } from '../source/finding.ts';
import type { Beside } from './beside.ts';
import { type Line, linesOf } from './lines.ts';

interface Host extends Line {
  readonly name: string;
  readonly slots: number;
}

/** Whether a file is a list of hosts, by its name or by a line of one. */
export function isHostfile(path: string, text: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /^(my)?_?host(s|_?file)(\.txt|\.\d+)?$/i.test(name) || /^[^\s#={]+[ \t]+slots[ \t]*=/im.test(text);
}

/** The pattern of DeepSpeed 0.19.8 (launcher/runner.py `_parse_hostfile`): what follows the digits is not looked at. */
const ENTRY = /^(\S+)\s+slots=(\d+)/;

/** Characters that nobody sees in a name. */
const UNSEEN = /[\p{Cc}\p{Cf}]/u;

/** Findings about a hostfile: what DeepSpeed refuses, and what it takes without a word. */
export const judgeHostfile = (file: SourceFile, beside: Beside): readonly Diagnostic[] =>
  readHostfile(file, beside).findings;

/**
 * Findings about the hostfile of an experiment. It is read by our own script (templates/launch/hosts.sh), which refuses what
 * DeepSpeed would pass over: fewer processes than planned would be another batch (T12, T154).
 */
export function judgeOwnHostfile(
  file: SourceFile,
  beside: Required<Pick<Beside, 'nodes' | 'slots'>>,
): readonly Diagnostic[] {
  const { findings, hosts } = readHostfile(file, beside);
  return [
    ...findings
      .filter(({ code }) => code !== 'hostfile/unequal') // the number of each is judged
      .map((finding) => ({ ...finding, severity: 'error' as const })),
    ...hosts.flatMap((host) => judgeName(file, host)),
  ];
}

/** Names that ssh cannot take for an option and that no shell reads otherwise; a mark before one is said by itself. */
const HOST_NAME = /^\ufeff?[A-Za-z0-9_][A-Za-z0-9_.:@-]*$/;

function judgeName(file: SourceFile, { name, start }: Host): readonly Diagnostic[] {
  if (HOST_NAME.test(name)) return [];
  return [
    findingAt(file, start, start + name.length, {
      code: 'hostfile/name',
      message: `${code(name)} is no name of a host`,
      help: 'The launch script refuses it. A host is a name or an address, with `user@` before it if need be.',
    }),
  ];
}

/** The findings about a hostfile, and the hosts of its lines. */
function readHostfile(
  file: SourceFile,
  beside: Beside,
): { readonly findings: readonly Diagnostic[]; readonly hosts: readonly Host[] } {
  const findings: Diagnostic[] = [];
  const hosts: Host[] = [];
  for (const line of linesOf(file)) {
    const indent = line.text.length - line.text.trimStart().length;
    const text = line.text.trim();
    const start = line.start + indent;
    if (text === '' || text.startsWith('#')) continue;
    const [, name = '', digits = ''] = ENTRY.exec(text) ?? [];
    if (name === '') findings.push(badEntry(file, { text, start }));
    else {
      const host = { text, start, name, slots: Number(digits) };
      findings.push(...judgeHost(file, host, hosts));
      hosts.push(host);
    }
  }
  if (hosts.length === 0 && findings.length === 0) findings.push(findingAt(file, 0, 0, NO_HOST));
  const others = [...judgeUnequal(file, hosts), ...judgeCount(file, hosts, beside), ...judgeMark(file)];
  return { findings: [...findings, ...others], hosts };
}

const NO_HOST: Saying = {
  code: 'hostfile/empty',
  message: 'the file names no host',
  help: 'DeepSpeed stops. Write a line for each machine, such as `node1 slots=8`.',
};

function badEntry(file: SourceFile, { text, start }: Line): Diagnostic {
  const [host = ''] = /^\S+\s*/.exec(text) ?? [];
  return findingAt(file, start + host.length, start + text.length, {
    code: 'hostfile/entry',
    message: '`slots=N` is expected behind the host',
    help: `DeepSpeed stops at this line. Write \`${host.trim()} slots=8\`, with the number of GPUs, in small letters and without blanks around \`=\`.`,
  });
}

function judgeHost(file: SourceFile, host: Host, before: readonly Host[]): readonly Diagnostic[] {
  const { text, start, name, slots } = host;
  const say = (from: number, to: number, saying: Saying): Diagnostic =>
    findingAt(file, start + from, start + to, saying);
  const at = text.indexOf('slots=', name.length);
  const rest = text.slice(at + 6).replace(/^\d+/, '');
  const end = text.length - rest.length;
  const earlier = before.find((other) => other.name === name);
  const unseen = UNSEEN.exec(name);
  return [
    ...(unseen && start + unseen.index > 0 // at the start of the file it is a byte order mark
      ? [
          say(unseen.index, unseen.index + 1, {
            code: 'hostfile/invisible-character',
            message: `the host has the invisible character ${codePointOf(unseen[0])}`,
            help: 'It is a part of the name, and that host is not found. Delete it.',
            replacement: '',
          }),
        ]
      : []),
    ...(earlier
      ? [
          say(0, name.length, {
            code: 'hostfile/duplicate',
            message: `the host ${code(name)} is already in line ${lineOf(file, earlier)}`,
            help: 'DeepSpeed stops. Keep one line for each host, with all its GPUs.',
          }),
        ]
      : []),
    ...(slots === 0
      ? [
          say(at, end, {
            code: 'hostfile/no-slots',
            message: `the host ${code(name)} has no GPU`,
            help: 'DeepSpeed takes the line and starts nothing there. Write the number of GPUs, or delete the line.',
          }),
        ]
      : []),
    ...(rest.trim() !== '' && !rest.trim().startsWith('#')
      ? [
          say(end, text.length, {
            code: 'hostfile/ignored-text',
            severity: 'warning',
            message: `${code(rest.trim())} behind the number is not read`,
            help: `DeepSpeed takes ${slots} slots and passes over the rest without a word. Correct the line, or delete the rest.`,
          }),
        ]
      : []),
  ];
}

const lineOf = ({ lineStarts }: SourceFile, { start }: Line): number =>
  lineStarts.filter((lineStart) => lineStart <= start).length;

/** The trainer shares data and batch evenly: ranks follow from the count of GPUs of a node. */
function judgeUnequal(file: SourceFile, hosts: readonly Host[]): readonly Diagnostic[] {
  const [first] = hosts;
  const other = hosts.find(({ slots }) => slots !== first?.slots && slots > 0);
  if (!first || !other || first.slots === 0) return [];
  return [
    findingAt(file, other.start, other.start + other.text.length, {
      code: 'hostfile/unequal',
      severity: 'warning',
      message: `${code(other.name)} has ${other.slots} slots and ${code(first.name)} ${first.slots}`,
      help: 'The trainer takes the GPUs of each node for equal. Give every host the same number.',
    }),
  ];
}

/** The launcher starts on all that the file lists: with other numbers the batch is another. */
function judgeCount(
  file: SourceFile,
  hosts: readonly Host[],
  { nodes, slots }: Beside,
): readonly Diagnostic[] {
  const last = hosts.at(-1);
  if (!last || nodes === undefined || slots === undefined) return [];
  const say = ({ start, text }: Host, message: string): Diagnostic =>
    findingAt(file, start, start + text.length, {
      code: 'hostfile/other-size',
      message,
      help: 'The launcher starts a process on every slot of every line. Correct the file, or `machine` of the experiment.',
    });
  const other = hosts.find((host) => host.slots > 0 && host.slots !== slots);
  return [
    ...(hosts.length === nodes
      ? []
      : [say(last, `the file has ${hosts.length} hosts, and the experiment ${nodes}`)]),
    ...(other
      ? [
          say(
            other,
            `${code(other.name)} has ${other.slots} slots, and a node of the experiment ${slots} GPUs`,
          ),
        ]
      : []),
  ];
}

/** Python reads the file without taking a byte order mark away. */
function judgeMark(file: SourceFile): readonly Diagnostic[] {
  if (!file.text.startsWith('\ufeff')) return [];
  return [
    findingAt(file, 0, 1, {
      code: 'hostfile/byte-order-mark',
      message: 'the file starts with a byte order mark',
      help: 'It becomes a part of the first host name, and that host is not found. Save the file as UTF-8 without it.',
      replacement: '',
    }),
  ];
}
