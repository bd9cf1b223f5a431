import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyOfPorcelain, ditc, makeFolder } from '../support/ditc.ts';
import { KUBECTL } from '../support/kubectl.ts';

const MACHINE = `ditc: 1
machine:
  gpu: RTX-4090
  memory: {zero: 0, micro_batch: 2}
  secrets: [HF_TOKEN]
  launch:
    kind: kubernetes
    image: registry.example.org/hunyuandit:cu128
    folder: /lab/porcelain
    volumes:
      work: {claim: shared-work, mount: /lab}
    secret: tokens
`;
const RUN = ['run', 'lora.yaml', '--machine', 'machine.yaml'];

function porcelainInPods(): string {
  const cwd = copyOfPorcelain();
  writeFileSync(join(cwd, 'machine.yaml'), MACHINE);
  return cwd;
}

describe('ditc run in a cluster', () => {
  it('hands the run over and ends with it, without a GPU, a checkout or a secret here', async () => {
    const cwd = porcelainInPods();
    const bin = makeFolder({ kubectl: KUBECTL, ends: 'Complete\n' });
    chmodSync(join(bin, 'kubectl'), 0o755);
    const { status, stderr } = await ditc(RUN, { cwd, env: { PATH: `${bin}:/usr/bin:/bin` } });
    expect(status, stderr).toBe(0);
    const manifest = join(cwd, 'launch/porcelain/machine/trainjob.yaml');
    expect(readFileSync(join(bin, 'calls'), 'utf8')).toContain(`apply --filename ${manifest}\n`);
  });

  it('says what to run where there is no kubectl', async () => {
    const cwd = porcelainInPods();
    const { status, stderr } = await ditc(RUN, { cwd, env: { PATH: makeFolder() } });
    expect(status).toBe(4);
    expect(stderr).toBe(
      [
        'everything up to the training is done; this machine cannot train:',
        '  `kubectl` is not on the PATH',
        '    Install it, with access to the cluster.',
        '  to start it there: bash launch/porcelain/machine/kubernetes.sh',
        '',
      ].join('\n'),
    );
  });
});
