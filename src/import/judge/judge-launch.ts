import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Launch } from '../launch.ts';
import { finding, shown, sourceOf } from '../word.ts';
import type { Judged } from './judge.ts';
import { judgeDevices } from './judge-devices.ts';
import { judgeEnvironment } from './judge-environment.ts';
import { judgeJob } from './judge-job.ts';
import { judgeTrainer } from './judge-trainer.ts';

/** How it is started: trainer, launcher, devices, environment. */
export function judgeLaunch({ launch }: Judged): readonly Diagnostic[] {
  if (launch === undefined) return [];
  return [
    ...judgeTrainer(launch),
    ...judgeLauncher(launch),
    ...judgeDevices(launch),
    ...judgeJob(launch),
    ...(launch.isOverlay ? [] : judgeEnvironment(launch)),
  ];
}

/** What accelerate hands to programs that use it, which this trainer is not (T162). */
const NOT_READ = [
  ...['mixed_precision', 'gradient_accumulation_steps', 'gradient_clipping', 'zero_stage'],
  ...['offload_optimizer_device', 'offload_param_device', 'deepspeed_config_file', 'dynamo_backend'],
];

const isAccelerate = (launcher: string): boolean => /(^|\/)accelerate$/.test(launcher);

function judgeLauncher({ launcher, options, script, isOverlay }: Launch): readonly Diagnostic[] {
  const isBare = /(^|\/)python3?$/.test(launcher.text);
  const unread = isAccelerate(launcher.text) ? NOT_READ.flatMap((name) => options.get(name) ?? []) : [];
  const rank = options.get('machine_rank');
  return [
    ...(isBare && !options.has('m')
      ? [
          finding(
            launcher.span,
            'error',
            'no-launcher',
            'the trainer is started without a launcher',
            'It asks for the rank of its process, and ends. Start it with `deepspeed` or `torchrun`.',
          ),
        ]
      : []),
    ...(!isOverlay && !script.text.includes('/')
      ? [
          finding(
            launcher.span,
            'warning',
            'other-folder',
            `${shown(script.text)} is started from its own folder`,
            'The trainer looks for `ckpts/t2i` and for relative paths of the index in the folder that it runs in.',
          ),
        ]
      : []),
    ...unread.map(({ name, value }) =>
      finding(
        name.span,
        'warning',
        'precision-not-read',
        `the trainer does not read ${shown(`${name.text.replace(/=[^]*$/, '')} ${value?.text ?? ''}`.trimEnd())}`,
        'It trains in fp16, with the configuration of DeepSpeed that its own flags make. Settings of accelerate have no effect on it.',
      ),
    ),
    ...(rank
      ? [
          finding(
            sourceOf(rank.name),
            'info',
            'one-of-several-machines',
            'the script is that of one of several machines',
            'The experiment is about all of them; a list of the machines is not in it.',
          ),
        ]
      : []),
  ];
}
