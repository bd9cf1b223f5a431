import { posix } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { excludeOf, includeOf, type Launch, type Option } from '../launch.ts';
import { finding, shown, sourceOf } from '../word.ts';
import { judgeListedHosts } from './judge-listed-hosts.ts';

/** Whether DeepSpeed's launcher starts it, which chooses the GPUs. */
export const isDeepSpeed = ({ launcher }: Launch): boolean =>
  /^(deepspeed|ds)$/.test(posix.basename(launcher.text));

/** Options of DeepSpeed's launcher that exclude each other, and what it makes of CUDA_VISIBLE_DEVICES (0.19.8 launcher/runner.py:448-500; T153). */
export function judgeSelection(launch: Launch): readonly Diagnostic[] {
  const { options } = launch;
  const include = includeOf(options);
  const exclude = excludeOf(options);
  const counts = ['num_gpus', 'num_nodes'].flatMap((name) => options.get(name) ?? []);
  const chosen = include ?? exclude;
  const hasHosts = options.has('hostfile') || options.has('H');
  return [
    ...(include && exclude ? [exclusive(exclude, include)] : []),
    ...(chosen ? counts.map((count) => exclusive(count, chosen)) : []),
    ...(include?.value?.unknown ? [unsetSlots(include, include.value.text)] : []),
    ...(hasHosts ? judgeListedHosts(launch) : [...judgeNodes(launch), ...judgeHosts(include ?? exclude)]),
    ...(hasHosts ? [] : judgeVisible(launch, [...(chosen ? [chosen] : []), ...counts])),
  ];
}

const exclusive = ({ name }: Option, other: Option): Diagnostic =>
  finding(
    name.span,
    'error',
    'options-exclude',
    `${optionText(name.text)} and ${optionText(other.name.text)} exclude each other`,
    'DeepSpeed’s launcher ends there. Say once which GPUs are used.',
  );

const optionText = (text: string): string => shown(text.replace(/=[^]*$/, ''));

function unsetSlots({ name }: Option, text: string): Diagnostic {
  return finding(
    name.span,
    'warning',
    'no-slots',
    `\`--include ${text}\` has slots from a variable that the script does not set`,
    'Where it is not set, DeepSpeed ends at a slot that is no number. Set it, or write a default such as `${GPUS:-0,1}`.',
  );
}

/** More than one node needs a list of them; the default one, /job/hostfile, is there on few machines. */
function judgeNodes({ options }: Launch): readonly Diagnostic[] {
  const nodes = options.get('num_nodes');
  if (!(Number(nodes?.value?.text) > 1) || nodes === undefined) return [];
  const help =
    'DeepSpeed’s launcher ends there, unless /job/hostfile lists them. Write `--hostfile FILE` with a line such as `node1 slots=8` for each.';
  const message = `${nodes.value?.text ?? ''} nodes are asked for, and no \`--hostfile\` names them`;
  return [finding(nodes.name.span, 'error', 'nodes-not-named', message, help)];
}

/** Without a list of hosts there is `localhost` only. */
function judgeHosts(option: Option | undefined): readonly Diagnostic[] {
  const value = option?.value;
  if (value === undefined || value.unknown !== undefined) return [];
  const other = value.text
    .split('@')
    .map((host) => host.split(':')[0] ?? '')
    .find((host) => host !== 'localhost');
  if (other === undefined || !value.text.includes(':')) return [];
  const help =
    'DeepSpeed’s launcher ends there, unless /job/hostfile has it: without a list of hosts there is `localhost` only.';
  return [
    finding(value.span, 'error', 'no-such-host', `no \`--hostfile\` names the host ${shown(other)}`, help),
  ];
}

/** The launcher makes `--include localhost:…` of the variable, or passes it over when an option says which GPUs. */
function judgeVisible({ call }: Launch, options: readonly Option[]): readonly Diagnostic[] {
  const word = call.env.get('CUDA_VISIBLE_DEVICES');
  if (word === undefined || word.text === '' || word.unknown !== undefined) return [];
  const option = options.find(decides);
  if (option) {
    if (isSame(word.text, option)) return [];
    const message = `CUDA_VISIBLE_DEVICES is \`${word.text}\`, and ${optionText(option.name.text)} makes DeepSpeed pass it over`;
    const help =
      'The GPUs of the option are taken, counted from 0 among all of the machine. Say it in one place.';
    return [finding(sourceOf(word), 'warning', 'visible-devices-ignored', message, help)];
  }
  const [count] = options;
  if (count && count.value?.text !== '-1') {
    const help =
      'Its launcher makes `--include localhost:…` of the variable, and ends at two ways to say which GPUs are used. Say it once.';
    const message = `${optionText(count.name.text)} and CUDA_VISIBLE_DEVICES exclude each other`;
    return [finding(count.name.span, 'error', 'options-exclude', message, help)];
  }
  if (/^\d+(,\d+)*$/.test(word.text)) return [];
  const message = `CUDA_VISIBLE_DEVICES is ${shown(word.text)}, and DeepSpeed takes numbers only`;
  const help =
    'Its launcher makes `--include localhost:…` of it and ends at what is no number. Write numbers with commas between them, or start with torchrun.';
  return [finding(sourceOf(word), 'error', 'no-slots', message, help)];
}

/** One node is no choice, and a number of 0 GPUs or fewer is none. */
const decides = ({ name, value }: Option): boolean =>
  /num_nodes/.test(name.text) ? Number(value?.text) > 1 : value?.text !== '-1' && value?.text !== '0';

/** Whether the variable names the GPUs that the option takes. */
function isSame(visible: string, { name, value }: Option): boolean {
  if (!/num_gpus/.test(name.text)) return value?.text === `localhost:${visible}`;
  const devices = visible.split(',').map(Number);
  return devices.length === Number(value?.text) && devices.every((device, at) => device === at);
}
