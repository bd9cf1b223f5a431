import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CARRIED, startAll, startScript } from '../support/hostile-starts.ts';
import { HOSTILE_TEXTS } from '../support/hostile-texts.ts';
import { hasSsh, type SshHosts, startSshHosts } from '../support/ssh-hosts.ts';

describe.skipIf(!hasSsh())('hostile text on hosts', () => {
  let hosts: SshHosts;
  beforeAll(async () => {
    hosts = await startSshHosts(['127.0.0.1', '127.0.0.2']);
  });
  afterAll(() => hosts.stop());

  it('passes the shells of both as it is, and nothing of it is run', { timeout: 600_000 }, async () => {
    const started = await startAll('hosts', HOSTILE_TEXTS, startScript({}, [hosts.bin]), 3);
    expect(started).toEqual([...CARRIED, 'machine.launch hosts.hostfile'].sort());
  });
});
