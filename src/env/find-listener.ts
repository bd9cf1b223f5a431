import { readIfThere } from '../disk/read-if-there.ts';

/** What listens on a TCP port. */
export interface Listener {
  /** Number of the user that it runs as. */
  readonly user: number;
}

/** Where Linux lists the sockets of this machine, or of this container (proc_pid_net(5)). */
const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'];
/** `TCP_LISTEN`, as the tables write it (Linux, include/net/tcp_states.h). */
const LISTENING = '0A';

/** What listens on a port of this machine, at whatever address; undefined when nothing does or the system does not say. */
export async function findListener(port: number): Promise<Listener | undefined> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const table of TABLES) {
    for (const line of ((await readIfThere(table)) ?? '').split('\n')) {
      const [, local = '', , state, , , , user] = line.trim().split(/\s+/);
      if (state === LISTENING && local.endsWith(wanted)) return { user: Number(user) };
    }
  }
  return undefined;
}
