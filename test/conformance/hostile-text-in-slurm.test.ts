import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beginnings, compileSeated, SEATS, type Seated, seatedForms } from '../support/hostile-documents.ts';
import { furnishSite, harm, makeHostileSite } from '../support/hostile-site.ts';
import { CARRIED, isOfSlurm, startAll, startScript } from '../support/hostile-starts.ts';
import { HOSTILE_TEXTS } from '../support/hostile-texts.ts';
import { hasSlurm, type SlurmCluster, startSlurmCluster } from '../support/slurm-cluster.ts';

describe.skipIf(!hasSlurm())('hostile text in a Slurm job', () => {
  let cluster: SlurmCluster;
  beforeAll(async () => {
    cluster = await startSlurmCluster();
  }, 60_000);
  afterAll(() => cluster.stop());

  it('passes sbatch and srun as it is, and nothing of it is run', { timeout: 900_000 }, async () => {
    const started = await startAll('slurm', HOSTILE_TEXTS, startScript(cluster.environment), 4);
    expect(started).toEqual(CARRIED);
  });

  it('is an option of sbatch as it is, where it is one at all', { timeout: 120_000 }, async () => {
    const seen = [];
    for (const seat of SEATS.filter(isOfSlurm))
      for (const seated of [...HOSTILE_TEXTS, ...NAMES].flatMap((each) => seatedForms(seat, each))) {
        const site = makeHostileSite();
        const [beginning = {}] = beginnings('slurm');
        const compiled = await compileSeated(site.folder, beginning, [seated]);
        if (compiled.files === undefined) continue;
        furnishSite(site, compiled);
        const job = seat.name.includes('slurm.pack.') ? 'pack.sbatch' : 'submit.sbatch';
        const script = compiled.files.find(({ path }) => path.endsWith(job))?.path ?? '';
        const { stderr } = spawnSync('sbatch', ['--verbose', '--test-only', '--', script], {
          cwd: site.folder,
          env: { PATH: `${site.bin}:/usr/bin:/bin`, ...cluster.environment },
          encoding: 'utf8',
        });
        expect(stderr.split('\n')).toContainEqual(expect.stringMatching(optionOf(seated)));
        expect(harm(site)).toEqual([]);
        seen.push(seat.name);
      }
    const names = ['partition', 'account', 'qos'];
    const own = [...names, 'constraint', 'gpu_type', ...names.map((key) => `pack.${key}`)];
    expect(new Set(seen)).toEqual(new Set(own.map((key) => `machine.launch slurm.${key}`)));
  });
});

/** Texts of the form that names of Slurm have. */
const NAMES = ['a,b+c-d.e', 'a+b-c.d', '_', 'a&b', '[a*2]&b|c', '(a|b)&c', '*', '|', 'a*2'];

/** How `sbatch --verbose` shows an option with the text. */
function optionOf({ seat: { name }, value }: Seated): RegExp {
  const key = name.slice(name.lastIndexOf('.') + 1);
  const shown = value.replaceAll(/[^\w]/g, String.raw`\$&`);
  return key === 'gpu_type'
    ? new RegExp(`^sbatch: gres +: .*gres:gpu:${shown}:1$`)
    : new RegExp(`^sbatch: ${key} +: ${shown}$`);
}
