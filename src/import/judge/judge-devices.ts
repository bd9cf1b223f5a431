import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { devicesOf, slotsOf } from '../devices.ts';
import { includeOf, type Launch } from '../launch.ts';
import { finding, shown } from '../word.ts';
import { isDeepSpeed, judgeSelection } from './judge-selection.ts';

/** Slots of the largest machines that are common. */
const MOST_SLOTS = 8;

/** Which GPUs the launcher takes (DeepSpeed 0.19.6 launcher/runner.py; T153), and whether all are used (T12). */
export function judgeDevices(launch: Launch): readonly Diagnostic[] {
  const { options } = launch;
  const include = includeOf(options);
  const value = include?.value;
  const slots = slotsOf(include);
  const processes = options.get('num_processes');
  const machines = options.get('num_machines');
  return [
    ...(isDeepSpeed(launch) ? judgeSelection(launch) : []),
    ...(value && value.unknown === undefined && slots === undefined
      ? [judgeInclude(value.text, include.name.span)]
      : []),
    ...(value && slots?.some((host) => host.some((slot) => slot >= MOST_SLOTS))
      ? [
          finding(
            value.span,
            'error',
            'no-such-slot',
            `${shown(value.text)} names a slot above 7`,
            'DeepSpeed does not compare it with the machine, and the process ends when it starts CUDA.',
          ),
        ]
      : []),
    ...(processes?.value && machines?.value && Number(machines.value.text) > 1
      ? oneProcess(launch, Number(machines.value.text))
      : []),
    ...(devicesOf(launch).gpusPerNode === undefined
      ? [
          finding(
            launch.launcher.span,
            'info',
            'gpus-not-said',
            'nothing says how many GPUs are used',
            'The launcher takes all of the machine. The experiment has one: set `gpus_per_node`, and `batch` with it.',
          ),
        ]
      : []),
  ];
}

function judgeInclude(text: string, span: Diagnostic['span']): Diagnostic {
  const isBare = /^[^:]+$/.test(text);
  return finding(
    span,
    'error',
    'no-slots',
    isBare ? `\`--include ${text}\` names no slots` : `\`--include ${text}\` has slots that are no numbers`,
    isBare
      ? `DeepSpeed makes an empty list of it, against its documents. Write \`${text}:0,1\`.`
      : 'DeepSpeed ends there. Slots are numbers with commas between them.',
  );
}

function oneProcess(launch: Launch, machines: number): readonly Diagnostic[] {
  const processes = launch.options.get('num_processes');
  if (processes?.value === undefined || Number(processes.value.text) > machines) return [];
  return [
    finding(
      processes.name.span,
      'warning',
      'one-process-a-machine',
      `${processes.value.text} processes on ${machines} machines are one on each`,
      'Every further GPU of a machine stays idle.',
    ),
  ];
}
