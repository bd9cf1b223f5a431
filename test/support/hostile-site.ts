import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, posix } from 'node:path';
import type { Compiled } from '../../src/compile.ts';
import { adapterPlace, weightsPlace } from '../../src/targets/launch/weights.ts';
import { pathsOf } from '../../src/targets/paths.ts';
import { trainerScript } from '../../src/targets/launch/trainer.ts';
import { write } from './run-launch.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { PYTHON } from './tools.ts';

/** The interpreter by its path: the site's own `python3` comes first on the PATH. */
const INTERPRETER = execFileSync(PYTHON, ['-c', 'import sys; print(sys.executable)'], {
  encoding: 'utf8',
}).trim();

const RECORDER = new URL('../conformance/python/record-start.py', import.meta.url).pathname;

const HOSTFILE = '127.0.0.1 slots=2\n127.0.0.2 slots=2\n';

/** Whatever starts `touch` is found out, wherever it would have put the file. */
const TOUCH = `#!/bin/sh
echo "$@" >>"$(dirname "$0")/touched"
`;

/** An experiment's folder whose trainer writes down how it was started. */
export interface HostileSite {
  /** Holds all else. */
  readonly top: string;
  readonly folder: string;
  /** The first of the PATH. */
  readonly bin: string;
}

/** A folder with a name that does harm where it is more than a name, and what documents ask for. */
export function makeHostileSite(): HostileSite {
  const top = temporaryFolder("ditc it's $(touch pwned) `touch pwned` %j %x 青 ");
  const [folder, bin] = [join(top, 'experiment'), join(top, 'bin')];
  for (const name of ['porcelain.csv', 'vases.csv']) write(join(folder, name), 'image_path,text\na.png,a\n');
  write(join(folder, 'names.tsv'), 'a\tb\n');
  write(join(folder, 'names.txt'), 'a\n');
  write(join(folder, 'hosts'), HOSTFILE);
  mkdirSync(join(folder, 'vases'));
  writeProgram(join(bin, 'touch'), TOUCH);
  return { top, folder, bin };
}

/** Writes the files of a compilation and what they look for, with a recorder in place of what starts the ranks of a node. */
export function furnishSite({ folder, bin }: HostileSite, { files = [], stages }: Compiled): void {
  for (const { path, content, executable } of files) {
    write(join(folder, path), content);
    if (executable) chmodSync(join(folder, path), 0o755);
  }
  for (const { experiment } of stages ?? []) {
    const checkout = posix.resolve(folder, experiment.machine.checkout);
    write(join(checkout, trainerScript(experiment)), '');
    for (const place of [weightsPlace(experiment), adapterPlace(experiment)])
      if (place) write(posix.resolve(place.base === 'root' ? folder : checkout, place.path), '');
    write(posix.resolve(folder, pathsOf(experiment).index), '{}');
    const { launch } = experiment.machine;
    if (launch.kind === 'hosts') write(posix.resolve(folder, launch.hostfile), HOSTFILE);
  }
  for (const program of ['python3', 'deepspeed'])
    writeProgram(join(bin, program), `#!/bin/sh\nexec '${INTERPRETER}' '${RECORDER}' "$@"\n`);
}

/** A file that may be run. */
export function writeProgram(path: string, content: string): void {
  write(path, content);
  chmodSync(path, 0o755);
}

/** What a rank was started with. */
export interface Record {
  readonly argv: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<{ [name: string]: string }>;
  readonly files: unknown;
}

/** Variables that launchers set, which differ from one start to the next. */
const OF_A_START =
  /^(SLURM|SRUN|SSH_|TORCH|PET_|MASTER_|LOGNAME$|MAIL$|MOTD|USER$|SHELL$|_$|SHLVL$|TMPDIR$|HOSTNAME$|OLDPWD$|DBUS|XDG|ENVIRONMENT$|PYTHONUNBUFFERED|CUDA_VISIBLE|GPU_DEVICE|HIP_|ROCR_|ZE_AFFINITY)/;

/** The records of all ranks, in order; nothing of the site's own place and of a single start is in them. */
export function recordsOf({ top, folder }: HostileSite): readonly Record[] {
  const records = join(folder, 'records');
  if (!existsSync(records)) return [];
  return readdirSync(records)
    .sort()
    .map((name) => {
      const text = readFileSync(join(records, name), 'utf8');
      const record = withoutTop(JSON.parse(text), top) as Record; // what record-start.py writes
      const environment = Object.entries(record.environment).filter(
        ([variable]) => !OF_A_START.test(variable),
      );
      return { ...record, environment: Object.fromEntries(environment.sort()) };
    });
}

/** A value of JSON with another text in each of its texts. */
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [change(key), mapTexts(part, change)]),
  );
}

const withoutTop = (value: unknown, top: string): unknown =>
  mapTexts(value, (text) => text.replaceAll(top, 'TOP'));

/** What of a value has been run as a command, wherever it left a trace. */
export function harm({ top, bin }: HostileSite): readonly string[] {
  const touched = join(bin, 'touched');
  const within = readdirSync(top, { recursive: true, encoding: 'utf8' });
  return [
    ...(existsSync(touched) ? readFileSync(touched, 'utf8').trim().split('\n') : []),
    ...within.filter((path) => /(^|\/)pwned$/.test(path)),
    ...['/', homedir(), process.cwd()]
      .map((folder) => join(folder, 'pwned'))
      .filter((path) => existsSync(path)),
  ];
}
