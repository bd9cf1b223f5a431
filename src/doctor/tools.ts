import { homedir } from 'node:os';
import { join } from 'node:path';
import { canReach } from '../disk/can-reach.ts';
import { type Env, findProgram } from '../env/find-program.ts';
import { findListener } from '../env/find-listener.ts';
import type { Launcher } from '../env/find-trainer.ts';
import { ask } from './bounded.ts';
import { type Check, missing, ok, warning } from './check.ts';
import type { Wanted } from './wanted.ts';

/** Programs beside Python that a training is started with or may need, and the port where its processes meet. */
export async function checkTools({ launcher, port }: Wanted, env: Env): Promise<readonly Check[]> {
  const [tools, taken] = await Promise.all([
    Promise.all([checkLauncher(launcher, env), checkCompilers(env)]),
    checkPort(port),
  ]);
  return [...tools, ...taken];
}

async function checkLauncher({ command, wayOut }: Launcher, env: Env): Promise<Check> {
  const path = await findProgram(command, env);
  if (path) return ok('launcher', `\`${path}\``);
  return missing('launcher', `\`${command}\` is not on the PATH`, wayOut);
}

/**
 * Never missing: the DeepSpeed configuration that we write takes PyTorch's AdamW, so that DeepSpeed compiles nothing when it starts
 * (T25; src/targets/deepspeed/optimizer.ts).
 */
async function checkCompilers(env: Env): Promise<Check> {
  const nvcc = (await findProgram('nvcc', env)) ?? join(env['CUDA_HOME'] ?? '/usr/local/cuda', 'bin', 'nvcc');
  const [host, cuda] = await Promise.all([versionOf('g++', env), versionOf(nvcc, env)]);
  const found = [`g++ ${host ?? 'is not here'}`, `nvcc ${cuda ?? 'is not here'}`].join(', ');
  return ok('compilers', `${found}; not needed, the optimizer is PyTorch's own`);
}

/** Nothing to say as long as the port is free. */
async function checkPort(port: number | undefined): Promise<readonly Check[]> {
  const listener = port === undefined ? undefined : await findListener(port);
  if (listener === undefined) return [];
  const fix = 'Wait for the end of what listens there, or write another number as `machine.launch.port`.';
  return [warning('port', `${port} is in use, by user ${listener.user}`, fix)];
}

/** The version that a compiler prints: `g++ (Debian 12.2.0-14) 12.2.0`, `Cuda compilation tools, release 12.4, V12.4.131`. */
async function versionOf(program: string, env: Env): Promise<string | undefined> {
  const { status, stdout } = await ask(program, ['--version'], { env, seconds: 10 });
  return status === 0 ? /(?:release |\) )(\d+(?:\.\d+)+)/.exec(stdout)?.[1] : undefined;
}

/** What a ControlNet for depth takes from the cache (templates/overlay/control.py), as the cache names its folder. */
const DEPTH_MODEL = 'models--Intel--dpt-large';

/**
 * The cache of the Hugging Face Hub, where all but a ControlNet for depth look for nothing: the networks lie below `ckpts`, and the
 * launch script switches the network off (T139).
 */
export async function checkCache({ depthModel }: Wanted, env: Env): Promise<readonly Check[]> {
  const folder = env['HF_HOME'] ?? join(env['HOME'] ?? homedir(), '.cache', 'huggingface');
  if (!depthModel)
    return [ok('HF cache', `\`${folder}\`; not needed, the trainer reads from \`ckpts\` only`)];
  const model = join(folder, 'hub', DEPTH_MODEL);
  if (await canReach(model)) return [ok('HF cache', `\`${model}\``)];
  return [
    missing('HF cache', `no \`${model}\``, 'Fetch it once: `huggingface-cli download Intel/dpt-large`.'),
  ];
}

/** Variables whose values are never written to a file, and without which the launch script stops. */
export function checkSecrets({ secrets }: Wanted, env: Env): readonly Check[] {
  return secrets.map((name) =>
    env[name]
      ? ok('secret', `\`${name}\` is set`)
      : missing('secret', `the environment variable \`${name}\` is not set`, `Set it: \`export ${name}=…\`.`),
  );
}
