import { basename } from 'node:path';
import { findListener } from '../env/find-listener.ts';
import { DitcError } from '../errors.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { findRuns } from '../run/look-at-run.ts';
import { readRecord, stateOf } from '../run/record.ts';

/** Ends what would fail after the networks are loaded: another program listens where the processes of this training would meet. */
export async function refuseTakenPort({ machine }: Experiment, folder: string): Promise<void> {
  if (machine.launch.kind !== 'local') return; // the port is one of another machine
  const { port } = machine.launch;
  const listener = await findListener(port);
  if (listener === undefined) return;
  const others = await runningIn(folder);
  const known = others.length === 0 ? '' : `Being trained from this folder: ${others.join(', ')}. `;
  throw new DitcError(
    'env/port-taken',
    `port ${port} of this machine is in use, by a program of user ${listener.user}`,
    {
      help: `${known}Wait for its end, or write another number as \`machine.launch.port\`; \`ss -ltnp sport = :${port}\` shows what it is.`,
    },
  );
}

/** Names of the trainings of a folder that run. */
async function runningIn(folder: string): Promise<readonly string[]> {
  const records = await Promise.all(
    (await findRuns(folder)).map(async (run) => ({
      name: basename(run),
      record: await readRecord(run, `runs/${basename(run)}`),
    })),
  );
  return records.flatMap(({ name, record }) =>
    record && stateOf(record) === 'running' ? [`\`${name}\``] : [],
  );
}
