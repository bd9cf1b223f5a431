import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { hasTool } from './tools.ts';

const SSHD = '/usr/sbin/sshd';

/** Whether this machine can serve and speak ssh. */
export const hasSsh = (): boolean =>
  hasTool('sshd', 'test', '-x', SSHD) && hasTool('ssh', 'ssh', '-V') && hasTool('ps', 'ps', '--version');

/** Real ssh servers on addresses of this machine, and a folder whose `ssh` reaches them without a password. */
export interface SshHosts {
  readonly bin: string;
  stop(): void;
}

/** Serves ssh at each address, under keys that are made for it. */
export async function startSshHosts(addresses: readonly string[]): Promise<SshHosts> {
  const folder = mkdtempSync(join(tmpdir(), 'ditc-ssh-'));
  for (const name of ['host', 'user'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)]);
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  const port = await freePort();
  writeFileSync(
    join(folder, 'sshd_config'),
    [
      `Port ${port}`,
      ...addresses.map((address) => `ListenAddress ${address}`),
      `HostKey ${join(folder, 'host')}`,
      `AuthorizedKeysFile ${join(folder, 'user.pub')}`,
      'StrictModes no',
      'UsePAM no',
      'PidFile none',
      '',
    ].join('\n'),
  );
  const server = spawn(SSHD, ['-D', '-f', join(folder, 'sshd_config')], { stdio: 'ignore' });
  for (const address of addresses) await untilListening(address, port);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const options = `-p ${port} -i ${join(folder, 'user')} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR`;
  writeFileSync(join(bin, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F none ${options} "$@"\n`);
  chmodSync(join(bin, 'ssh'), 0o755);
  return {
    bin,
    stop() {
      server.kill();
      if (existsSync(folder)) rmSync(folder, { recursive: true });
    },
  };
}

async function untilListening(host: string, port: number): Promise<void> {
  for (;;) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = createConnection({ host, port });
      socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (isThere) return;
    await setTimeout(50);
  }
}
