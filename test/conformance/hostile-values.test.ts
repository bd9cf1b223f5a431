import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Compiled } from '../../src/compile.ts';
import {
  beginnings,
  compileSeated,
  type LaunchName,
  launchesOf,
  refusals,
  reseated,
  SEATS,
  type Seated,
  seatedForms,
} from '../support/hostile-documents.ts';
import { type Group, groupsFor, PLAIN, seatTexts } from '../support/hostile-groups.ts';
import {
  furnishSite,
  harm,
  type HostileSite,
  makeHostileSite,
  mapTexts,
  recordsOf,
  writeProgram,
} from '../support/hostile-site.ts';
import { HOSTILE_TEXTS } from '../support/hostile-texts.ts';
import { KUBECTL } from '../support/kubectl.ts';
import { type Container, type Ended, hasMounts, startContainer } from '../support/pods.ts';
import { hasSsh, type SshHosts, startSshHosts } from '../support/ssh-hosts.ts';
import { hasSlurm, type SlurmCluster, startSlurmCluster } from '../support/slurm-cluster.ts';
import type { TextSeat } from '../support/text-seats.ts';
import { hasPythonModule, runPython } from '../support/tools.ts';
import { write } from '../support/run-launch.ts';

const READER = new URL('python/read-yaml.py', import.meta.url).pathname;

/** Forms of a text that a seat may take, or its bare form, which it refuses. */
function formsOf(seat: TextSeat, hostile: string): readonly Seated[] {
  const forms = seatedForms(seat, hostile);
  return forms.length > 0 ? forms : [{ seat, value: hostile, form: 0 }];
}

/** Whether a text is taken, or refused where it stands; anything else is a fault, and comes back. */
function judge(compiled: Compiled, seated: Seated): 'taken' | 'refused' | readonly string[] {
  const found = refusals(compiled, seated);
  if (found.length === 0) return 'taken';
  if (found.some(({ isThere }) => isThere)) return 'refused';
  return found.map(({ code, message }) => `${code} ${message}`);
}

/** The beginning in which a plain text at a seat is taken, or at least judged where it stands. */
async function beginningFor(folder: string, seat: TextSeat) {
  const [launch = 'local'] = launchesOf(seat);
  let judging;
  for (const beginning of beginnings(launch))
    for (const seated of formsOf(seat, PLAIN)) {
      const verdict = judge(await compileSeated(folder, beginning, [seated], 'rules'), seated);
      if (verdict === 'taken') return beginning;
      if (verdict === 'refused') judging ??= beginning;
    }
  return judging;
}

/** Rows of stages and runs take what the places take that they lead to: some texts are enough. */
const textsFor = ({ name }: TextSeat): readonly string[] =>
  /^(stages|runs)\b/.test(name) ? ['$(touch pwned)', 'it\'s\n"', ' -x'] : HOSTILE_TEXTS;

describe('every place that takes text', () => {
  it('is found in the schema', () => {
    const names = SEATS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(250);
    expect(names).toEqual(
      expect.arrayContaining([
        'model.weights',
        'machine',
        'machine.env.<name>',
        'machine.env.vases',
        'trainer.flags.vases[]',
        'machine.launch hosts.hostfile',
        'machine.launch kubernetes.volumes.vases.mount',
        'stages[].captions.edits.<name>.replace.with',
        'runs[].method ipadapter.weights',
      ]),
    );
  });

  it.each(SEATS)('takes hostile text, or refuses it there: $name', { timeout: 60_000 }, async (seat) => {
    const { folder } = makeHostileSite();
    const beginning = await beginningFor(folder, seat);
    if (beginning === undefined)
      throw new Error('no document has a place for it: test/support/hostile-documents.ts');
    const faults = [];
    for (const seated of textsFor(seat).flatMap((hostile) => formsOf(seat, hostile))) {
      const verdict = judge(await compileSeated(folder, beginning, [seated], 'rules'), seated);
      if (typeof verdict !== 'string') faults.push({ value: seated.value, verdict });
    }
    expect(faults).toEqual([]);
  });
});

/** Starts the training of a site, and waits for its end. */
type Start = (site: HostileSite, compiled: Compiled) => Promise<readonly Ended[]>;

const SECRET = `it's "$(touch pwned)"\\`;

/** Starts the script that `ditc run` starts, as it does. */
const startScript =
  (environment: Readonly<Record<string, string>>, path: readonly string[] = []): Start =>
  async ({ top, folder, bin }, { plan }) => {
    const [program = '', ...argv] =
      plan?.steps.flatMap((step) => (step.kind === 'command' ? step.argv : [])) ?? [];
    const child = spawn(program, argv, {
      cwd: folder,
      env: {
        PATH: [bin, ...path, '/usr/bin:/bin:/usr/sbin:/sbin'].join(':'),
        HOME: top,
        LC_ALL: 'C.UTF-8',
        DS_ACCELERATOR: 'cpu',
        SEEN_SECRET: SECRET,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const status = new Promise<number | null>((resolve) => child.on('close', resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return [{ status: await status, stdout, stderr }];
  };

/** What ranks and cluster are told by a document. */
interface Told {
  readonly seen: unknown;
  readonly manifests: unknown;
}

/** Starts a document; what it comes to has to be what it says, and nothing else. */
async function tell(
  compile: (
    folder: string,
  ) => Promise<{ readonly seated: readonly Seated[]; readonly compiled: Compiled } | undefined>,
  start: Start,
) {
  const site = makeHostileSite();
  const made = await compile(site.folder);
  if (made?.compiled.files === undefined) return undefined;
  furnishSite(site, made.compiled);
  const ended = await start(site, made.compiled);
  const told: Told = { seen: recordsOf(site), manifests: asStarted(manifestsOf(made.compiled)) };
  return {
    seated: made.seated,
    faults: [...ended.filter(({ status }) => status !== 0), ...harm(site)],
    told,
  };
}

/** The objects of a cluster, as PyYAML reads them. */
function manifestsOf({ files = [] }: Compiled): unknown {
  const texts = files.filter(({ path }) => path.endsWith('.yaml')).map(({ content }) => content);
  return texts.length === 0 ? [] : runPython(READER, texts, 'all');
}

/** The same with the words of commands as a process gets them: Kubernetes makes one `$` of two. */
function asStarted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(asStarted);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key === 'command' ? mapTexts(part, (word) => word.replaceAll('$$', () => '$')) : asStarted(part),
    ]),
  );
}

/**
 * Starts every document with each text, beside the same with a plain word: what is told of the texts has to be what is told of the
 * word, with the texts in its place.
 */
async function startAll(launch: LaunchName, texts: readonly string[], start: Start, atOnce: number) {
  const all = await groupsFor(launch, makeHostileSite().folder);
  // What Slurm itself reads has a test of its own: the cluster knows no such partition.
  const groups = all.map((group) => ({ ...group, seats: group.seats.filter((seat) => !isOfSlurm(seat)) }));
  const plain = new Map<string, Promise<Told | undefined>>();
  const plainOf = ({ beginning }: Group, seated: readonly Seated[]): Promise<Told | undefined> => {
    const words = reseated(seated, PLAIN);
    const key = words.map(({ seat, value }) => `${seat.name}=${value}`).join('\n');
    const told =
      plain.get(key) ??
      tell(
        async (folder) => ({ seated, compiled: await compileSeated(folder, beginning, words) }),
        start,
      ).then((each) => {
        expect(each?.faults).toEqual([]);
        return each?.told;
      });
    plain.set(key, told);
    return told;
  };
  const started = new Set<string>();
  const work = groups.flatMap((group) => texts.map((hostile) => ({ group, hostile })));
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = work.shift(); next; next = work.shift()) {
        const { group, hostile } = next;
        const made = await tell(
          (folder) =>
            seatTexts(
              folder,
              group.beginning,
              group.seats,
              group.seats.map(() => hostile),
            ),
          start,
        );
        if (made === undefined) continue;
        const words = await plainOf(group, made.seated);
        expect(made.faults, hostile).toEqual([]);
        expect(made.told, hostile).toEqual(mapTexts(words, (word) => word.replaceAll(PLAIN, () => hostile)));
        for (const { seat } of made.seated) started.add(seat.name);
      }
    }),
  );
  return [...started].sort();
}

const isOfSlurm = ({ name }: TextSeat): boolean => name.includes('launch slurm.');

/** Seats whose texts every launch carries to the trainer; those that take names only, for a name of our own templates. */
const CARRIED = [
  'machine',
  'machine.checkout',
  'machine.env.<name>',
  'machine.env.vases',
  'machine.packed',
  'machine.secrets[]',
  'method ipadapter.weights',
  'method lora.targets[]',
  'model.weights',
  'trainer.flags.vases',
  'trainer.flags.vases[]',
];

describe('hostile text on this machine', () => {
  it('arrives as it is, and nothing of it is run', { timeout: 300_000 }, async () => {
    const started = await startAll('local', HOSTILE_TEXTS, startScript({}), 2);
    expect(started).toEqual(CARRIED);
  });
});

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

/** What tells a pod of the place of its node, as the controller of either mechanism does. */
const placeOf = (rank: string): Record<string, string> => ({
  NODE_RANK: rank,
  MASTER_ADDR: '127.0.0.1',
  MASTER_PORT: '29500',
  PET_NODE_RANK: rank,
  PET_MASTER_ADDR: '127.0.0.1',
  PET_MASTER_PORT: '29500',
});

/** Hands a job to a stand-in of the cluster, and starts what PyYAML reads as the command of its container in the pods of both nodes. */
const startPods: Start = async (site, compiled) => {
  write(join(site.bin, 'ends'), 'Complete\n');
  writeProgram(join(site.bin, 'kubectl'), KUBECTL);
  const ended = await startScript({})(site, compiled);
  const launch = compiled.stages?.[0].experiment.machine.launch;
  if (launch?.kind !== 'kubernetes') throw new Error('no launch in a cluster');
  const [container] = containersIn(manifestsOf(compiled));
  if (container === undefined) throw new Error('no container has a command');
  const environment = {
    PATH: `${site.bin}:/usr/bin:/bin`,
    HOME: site.top,
    LC_ALL: 'C.UTF-8',
    SEEN_SECRET: SECRET,
  };
  const pods = ['0', '1'].map((rank) =>
    startContainer(
      container,
      { folder: launch.folder, root: site.folder },
      { ...environment, ...placeOf(rank) },
    ),
  );
  return [...ended, ...pods];
};

/** Whatever has a command in the objects. */
function containersIn(value: unknown): readonly Container[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value) && 'command' in value) return [value as Container]; // what the targets write
  return Object.values(value).flatMap(containersIn);
}

describe.skipIf(!hasPythonModule('yaml') || !hasMounts()).each(['trainjob', 'job'] as const)(
  'hostile text in the pods of a %s',
  (launch) => {
    it('is read from the manifests as it is, and nothing of it is run', { timeout: 600_000 }, async () => {
      const started = await startAll(launch, HOSTILE_TEXTS, startPods, 2);
      const own = ['folder', 'image', 'volumes.vases.mount'].map((key) => `machine.launch kubernetes.${key}`);
      expect(started).toEqual([...CARRIED, ...own].sort());
    });
  },
);
