import { type Env, onCpu } from '../env/find-program.ts';
import { formatSize } from '../experiment/units.ts';
import { type Answer, ask } from './bounded.ts';
import { type Check, missing, ok, warning } from './check.ts';
import type { Wanted } from './wanted.ts';

/** A GPU as the driver tells it; bytes. */
interface Device {
  readonly name: string;
  readonly memory: number;
  readonly used: number;
  readonly driver: string;
}

const MIB = 2 ** 20;

/** Share of its memory by which a card may be smaller than the table says: older drivers show up to 2 % less (src/hardware/gpus.ts). */
const SHOWN_LESS = 0.02;
/** Bytes in use that are no more than what a driver and a desktop take. */
const IDLE = 2 ** 30;

/** The GPUs that `nvidia-smi` lists. */
export async function checkGpus(wanted: Wanted, env: Env): Promise<readonly Check[]> {
  if (onCpu(env)) return [ok('GPUs', 'not needed: DS_ACCELERATOR is `cpu`')];
  const query = ['--query-gpu=name,memory.total,memory.used,driver_version', '--format=csv,noheader,nounits'];
  const answer = await ask('nvidia-smi', query, { env, seconds: 20 });
  const devices = answer.status === 0 ? answer.stdout.split('\n').flatMap(parseDevice) : [];
  if (devices.length < wanted.gpus) return [tooFew(answer, devices, wanted)];
  return [cardsCheck(devices, wanted), ...busyCheck(devices)];
}

/** A line such as `NVIDIA GeForce RTX 4090, 24564, 1, 550.54.14`; memory is in MiB. */
function parseDevice(line: string): readonly Device[] {
  const [, name, memory, used, driver] = /^(.+), (\d+), (\d+), (\S+)$/.exec(line) ?? [];
  if (name === undefined || driver === undefined) return [];
  return [{ name, memory: Number(memory) * MIB, used: Number(used) * MIB, driver }];
}

function tooFew(answer: Answer, devices: readonly Device[], { gpus }: Wanted): Check {
  const [said] = `${answer.stdout}${answer.stderr}`.trim().split('\n');
  const found = answer.late
    ? '`nvidia-smi` gives no answer'
    : answer.status === undefined
      ? 'no `nvidia-smi`'
      : answer.status !== 0
        ? `\`nvidia-smi\` fails: ${said}`
        : `${devices.length} of ${gpus}`;
  return missing(
    'GPUs',
    found,
    "Run this where the GPUs are. If they are here, install NVIDIA's driver, and look at `nvidia-smi` and `dmesg`. In a container, start it with its GPUs (`docker run --gpus all`).",
  );
}

function cardsCheck(devices: readonly Device[], { gpus, card }: Wanted): Check {
  const kinds = [...new Set(devices.map(({ name, memory }) => `${name} (${formatSize(memory)})`))];
  const found = `${devices.length} × ${kinds.join(', ')}, driver ${devices[0]?.driver}`;
  const small = card && devices.slice(0, gpus).find(({ memory }) => memory < card.memory * (1 - SHOWN_LESS));
  if (!card || !small) return ok('GPUs', found);
  return missing(
    'GPUs',
    `${found}; the experiment counts on ${formatSize(card.memory)} (${card.name})`,
    'Write this card as `machine.gpu` (`ditc gpus` lists the names): what makes it fit is computed anew.',
  );
}

function busyCheck(devices: readonly Device[]): readonly Check[] {
  const busy = devices.filter(({ used }) => used > IDLE);
  if (busy.length === 0) return [];
  const most = Math.max(...busy.map(({ used }) => used));
  return [
    warning(
      'GPU memory',
      `${busy.length} of ${devices.length} GPUs in use, up to ${formatSize(most)}`,
      'What others hold is missing to the training. `nvidia-smi` lists the processes.',
    ),
  ];
}
