import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { devicesOf, isStartedBySlurm } from '../devices.ts';
import { hostfileOf, type Launch } from '../launch.ts';
import { gpusOf, nodesOf, type SlurmJob } from '../slurm-job.ts';
import { finding, shown } from '../word.ts';

/** Whether what is started fits the Slurm job that it runs in, and the list of hosts that it names. */
export function judgeJob(launch: Launch): readonly Diagnostic[] {
  const { job } = launch.call;
  return [
    ...(job ? [...judgeTime(job), ...judgeNodes(launch, job), ...judgeGpus(launch, job)] : []),
    ...judgeHostfile(launch),
  ];
}

function judgeTime(job: SlurmJob): readonly Diagnostic[] {
  const time = job.get('time');
  if (time === undefined || !/^\d+:\d+$/.test(time.text)) return [];
  const message = `the time limit ${shown(time.text)} is minutes and seconds to Slurm`;
  const help = `Write \`${time.text}:00\` if hours are meant, and \`00:${time.text}\` if not.`;
  return [finding(time.span, 'warning', 'limit-in-minutes', message, help)];
}

/** The script of a job runs on its first node; the others get what srun or the launcher's hosts bring there. */
function judgeNodes(launch: Launch, job: SlurmJob): readonly Diagnostic[] {
  const nodes = nodesOf(job);
  const at = job.get('nodes');
  if (nodes === undefined || nodes === 1 || at === undefined) return [];
  const { options } = launch;
  const isJoined = ['nnodes', 'num_machines', 'hostfile', 'H'].some((name) => options.has(name));
  if (isJoined) return [];
  const message = isStartedBySlurm(launch)
    ? `each of the ${nodes} nodes trains for itself`
    : `the job has ${nodes} nodes, and one of them trains`;
  const help = isStartedBySlurm(launch)
    ? 'srun starts the launcher on each, and nothing joins them. Give torchrun `--nnodes` and `--rdzv_endpoint`.'
    : 'Nothing is started on the others. Start torchrun on each with srun, or give DeepSpeed a `--hostfile`.';
  return [finding(at.span, 'warning', 'nodes-not-started', message, help)];
}

function judgeGpus(launch: Launch, job: SlurmJob): readonly Diagnostic[] {
  const { count } = gpusOf(job);
  const { gpusPerNode } = devicesOf(launch);
  const at = job.get('gpus-per-node') ?? job.get('gres') ?? job.get('gpus');
  if (count === undefined || gpusPerNode === undefined || gpusPerNode <= count || at === undefined) return [];
  const message = `the job has ${count} GPUs on a node, and ${gpusPerNode} are used`;
  const help = 'Slurm hides the others, and a process ends when it starts CUDA. Correct one of the two.';
  return [finding(at.span, 'error', 'more-gpus-than-asked', message, help)];
}

/** Of a file that is not there DeepSpeed warns, and trains on the GPUs of its machine (0.19.8 launcher/runner.py `fetch_hostfile`; T154). */
function judgeHostfile({ options, hosts }: Launch): readonly Diagnostic[] {
  const word = hostfileOf(options);
  if (word === undefined || word.unknown || hosts || word.text.startsWith('/')) return [];
  const message = `there is no ${shown(word.text)} beside the script`;
  const help = 'Where it is not there DeepSpeed trains on the GPUs of its own machine only.';
  return [finding(word.span, 'warning', 'hostfile-missing', message, help)];
}
