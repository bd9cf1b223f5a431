import { join } from 'node:path';
import { execa } from 'execa';
import { readIfThere } from '../disk/read-if-there.ts';
import { DitcError } from '../errors.ts';
import type { PackJob } from '../plan/plan.ts';
import { stoppable } from './stoppable.ts';

/** Lines of a log that an error shows. */
const LAST_LINES = 20;

/**
 * Submits the array job that packs the data and waits for all of its tasks; `onSubmitted` is told its number. A signal cancels it.
 * Throws `env/pack-job` with the log of the first task that failed.
 */
export async function packArray(
  { script, parts }: PackJob,
  root: string,
  onSubmitted: (job: string) => void,
): Promise<void> {
  await stoppable(async (signal) => {
    // Ctrl-C is for ditc: sbatch would only stop to wait.
    const sbatch = execa('sbatch', ['--parsable', '--wait', script], {
      cwd: root,
      stdin: 'ignore',
      reject: false,
      detached: true,
    });
    let job = '';
    const cancel = (): void => {
      if (job === '') sbatch.kill();
      else void execa('scancel', [job], { reject: false });
    };
    sbatch.stdout.once('data', (bytes: Buffer) => {
      job = /^\d+/.exec(bytes.toString())?.[0] ?? '';
      if (signal.aborted) cancel();
      else onSubmitted(job);
    });
    signal.addEventListener('abort', cancel);
    const { exitCode, stderr } = await sbatch;
    signal.throwIfAborted();
    if (exitCode === 0) return;
    throw job === '' ? refusedError(script, stderr) : await failedError(job, parts, root);
  });
}

function refusedError(script: string, stderr: string): DitcError {
  return new DitcError('env/pack-job', `Slurm did not take \`${script}\``, { help: stderr.trim() });
}

async function failedError(job: string, parts: number, root: string): Promise<DitcError> {
  const [first] = await failedTasks(job);
  if (first === undefined)
    return new DitcError('env/pack-job', `Job ${job}, which packs the data, has failed`, {
      help: `Look into its logs, \`slurm-${job}_*.out\`. ${GO_ON}`,
    });
  const log = `slurm-${job}_${first.task}.out`;
  const lines = (await readIfThere(join(root, log)))?.trimEnd().split('\n').slice(-LAST_LINES) ?? [];
  return new DitcError(
    'env/pack-job',
    `Part ${first.task} of ${parts} of the data was not packed: task ${first.task} of job ${job} is ${first.state}`,
    { help: [`The end of its log, \`${log}\`:`, ...lines, GO_ON].join('\n    ') },
  );
}

const GO_ON = 'What is packed stays: once the cause is gone, the same command goes on from there.';

interface FailedTask {
  /** A number, or a range of such that never started. */
  readonly task: string;
  readonly state: string;
}

/** The tasks that did not end well, as the controller remembers them, in order; none when it has forgotten or cannot be asked. */
async function failedTasks(job: string): Promise<readonly FailedTask[]> {
  const { stdout } = await execa('scontrol', ['-o', 'show', 'job', job], { reject: false });
  return stdout
    .split('\n')
    .flatMap((line) => {
      const [, task, state] = /\bArrayTaskId=(\S+) .*\bJobState=(\S+)/.exec(line) ?? [];
      return task === undefined || state === undefined || state === 'COMPLETED' ? [] : [{ task, state }];
    })
    .sort((one, other) => Number.parseInt(one.task, 10) - Number.parseInt(other.task, 10));
}
