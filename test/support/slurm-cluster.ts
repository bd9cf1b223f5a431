import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { hasTool } from './tools.ts';

/** Whether Slurm is installed and this process may make a cluster of it. */
export const hasSlurm = (): boolean =>
  hasTool('Slurm', 'bash', '-c', 'type slurmctld slurmd sbatch srun munged') && mayMakeNodes();

/** Whether this process may make mounts and devices of its own; a container often may not, whatever is installed in it. */
function mayMakeNodes(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'ditc-slurm-'));
  const device = join(folder, 'null');
  const script = 'mount --bind /etc/hosts /etc/hosts && mknod "$1" c 1 3 && : <"$1"';
  const { status } = spawnSync('unshare', ['--mount', 'bash', '-c', script, 'bash', device]);
  rmSync(folder, { recursive: true });
  if (status !== 0) process.stderr.write('skipped: no mounts and devices for a Slurm cluster here\n');
  return status === 0;
}

/** A real cluster of two nodes, `n1` and `n2`, with four GPUs each that are none. */
export interface SlurmCluster {
  /** What Slurm's commands need to find it. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts a cluster; it ends with this process at the latest. */
export async function startSlurmCluster(): Promise<SlurmCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'ditc-slurm-'));
  const ports = [await freePort(), await freePort(), await freePort()].map(String);
  const script = new URL('slurm/up.sh', import.meta.url).pathname;
  const child = spawn('unshare', ['--mount', 'bash', script, folder, ...ports], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const isUp = await Promise.race([once(child.stdout, 'data').then(() => true), ended.then(() => false)]);
  if (!isUp) throw new Error(`no cluster in ${folder}`);
  return {
    environment: { SLURM_CONF: join(folder, 'slurm.conf') },
    async stop() {
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
