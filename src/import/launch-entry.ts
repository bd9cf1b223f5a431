import { SLURM_CONSTRAINT, SLURM_NAME, SLURM_TIME } from '../generated/slurm-patterns.ts';
import type { Devices } from './devices.ts';
import { gpusOf, type SlurmJob } from './slurm-job.ts';
import type { Block, Entry } from './yaml-text.ts';

/** How the processes are started: by Slurm where the script is a job, on the hosts of a list, or here; nothing where the defaults say it. */
export function launchEntry({ job, hostfile, port }: Devices): readonly Entry[] {
  const rendezvous: readonly Entry[] =
    port === undefined || port < 1024 || port > 65535 ? [] : [{ key: 'port', value: port }];
  const flow = (kind: string, entries: readonly Entry[]): Block => ({
    flow: true,
    entries: [{ key: 'kind', value: kind }, ...entries],
  });
  if (job) return [slurmEntry(job, (entries) => flow('slurm', [...entries, ...rendezvous]))];
  if (hostfile !== undefined)
    return [{ key: 'launch', value: flow('hosts', [{ key: 'hostfile', value: hostfile }, ...rendezvous]) }];
  return rendezvous.length === 0 ? [] : [{ key: 'launch', value: flow('local', rendezvous) }];
}

/** The job; of a value that the language does not take nothing is written. */
function slurmEntry(job: SlurmJob, flow: (entries: readonly Entry[]) => Block): Entry {
  const time = job.get('time')?.text;
  const isKnown = time !== undefined && SLURM_TIME.test(time);
  const text = (key: string, pattern = SLURM_NAME): readonly Entry[] => {
    const value = job.get(key)?.text;
    return value !== undefined && pattern.test(value) ? [{ key, value }] : [];
  };
  const { type } = gpusOf(job);
  return {
    key: 'launch',
    value: flow([
      { key: 'time', value: isKnown ? time : '1-00:00:00' },
      ...text('partition'),
      ...text('account'),
      ...text('qos'),
      ...text('constraint', SLURM_CONSTRAINT),
      ...(type === undefined ? [] : [{ key: 'gpu_type', value: type }]),
      ...(job.has('requeue') ? [{ key: 'requeue', value: true }] : []),
    ]),
    ...(!isKnown && {
      behind: `a guess: the script has ${time === undefined ? 'no time limit' : `\`${time}\``}`,
    }),
  };
}
