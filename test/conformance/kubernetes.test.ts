import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { pathsOf } from '../../src/targets/paths.ts';
import { HOSTILE } from '../support/arbitrary-experiment.ts';
import { contentOf, emit } from '../support/emit.ts';
import { KUBECTL } from '../support/kubectl.ts';
import { freePort } from '../support/free-port.ts';
import { IN_PODS } from '../support/in-pods.ts';
import { makeSite, start, write } from '../support/run-launch.ts';
import { hasPythonModule, hasTool, PYTHON, runPython } from '../support/tools.ts';
import { type Change, validExperiment } from '../support/valid-experiment.ts';

const JUDGE = 'test/conformance/python/kubernetes.py';

/** Versions of kubeflow-trainer-api whose common fields are written, where `.ci/run` installs them. */
const TRAINER_VERSIONS = ['2.0.1', '2.1.0', '2.2.1', '2.3.0'];

const podName = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
const podPath = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.stringMatching(/^[a-z]{1,5}$/)), {
    minLength: 1,
    maxLength: 3,
  })
  .map((pieces) => `/${pieces.join('')}`)
  .filter((path) => !/[:\x00-\x1f]|\/$/.test(path));

/** Launches in a cluster, with text that would do harm in every place that takes any. */
const launches = fc.record(
  {
    kind: fc.constant('kubernetes'),
    mechanism: fc.constantFrom('trainjob', 'job'),
    image: fc.constantFrom(
      'hunyuandit',
      'on',
      '1e3',
      '$(touch_pwned)',
      "it's:1.0@sha256:0",
      '"quoted"',
      '0o17',
      '#x',
    ),
    folder: podPath,
    volumes: fc.dictionary(podName, fc.record({ claim: podName, mount: podPath }), {
      minKeys: 1,
      maxKeys: 3,
    }),
    namespace: podName,
    secret: podName,
    queue: podName,
  },
  { requiredKeys: ['kind', 'mechanism', 'image', 'folder', 'volumes'] },
);

const launched = (launch: object, machine: Change = {}): Experiment =>
  validExperiment({
    batch: 64,
    machine: { nodes: 2, gpus_per_node: 2, secrets: ['HF_TOKEN'], ...machine, launch },
  });

const fixed = (mechanism: string): Experiment =>
  launched({ ...IN_PODS.machine.launch, mechanism, secret: 'tokens', queue: 'gpus' });

/** The objects that a launch writes, as a reader of YAML sees them. */
function manifestsOf(experiment: Experiment): readonly Manifest[] {
  const { launch } = experiment.machine;
  const file = launch.kind === 'kubernetes' ? `/${launch.mechanism}.yaml` : '';
  const documents = parseAllDocuments(contentOf(emit(experiment), file));
  return documents.map((document) => document.toJS() as Manifest); // what the targets write
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    /** Of a Job. */
    readonly template: { readonly spec: PodSpec & RuntimeTemplate };
    /** Of a TrainJob. */
    readonly trainer: Container & { readonly resourcesPerNode: object };
  };
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly volumes: readonly { readonly name: string }[];
}

interface RuntimeTemplate {
  readonly replicatedJobs: readonly {
    readonly template: { readonly spec: { readonly template: { readonly spec: PodSpec } } };
  }[];
}

interface Container {
  readonly image: string;
  readonly command: readonly string[];
  readonly env?: readonly { readonly name: string }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

/** The pod that comes of the objects: of a TrainJob with what its `trainer` puts into the runtime's container. */
function podOf(manifests: readonly Manifest[]): PodSpec {
  const [first, last] = manifests;
  const jobs = first?.spec.template?.spec.replicatedJobs;
  const inRuntime = jobs?.[0]?.template.spec.template.spec;
  const spec = inRuntime ?? last?.spec.template.spec;
  if (spec === undefined || last === undefined) throw new Error('no pod');
  if (inRuntime === undefined) return spec;
  const { image, command, env, resourcesPerNode: resources } = last.spec.trainer;
  const [container] = spec.containers;
  return {
    ...spec,
    containers: [{ ...container, image, command, ...(env && { env }), resources } as Container],
  };
}

const complaints = (judge: string, manifests: readonly unknown[]): unknown =>
  runPython(JUDGE, manifests, judge);

describe.each(['trainjob', 'job'])('the manifests of a %s', (mechanism) => {
  it('are these', async () => {
    const files = emit(fixed(mechanism)).filter(({ path }) => /(yaml|kubernetes\.sh|pod\.sh)$/.test(path));
    for (const { path, content } of files) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      await expect(content).toMatchFileSnapshot(`../golden/kubernetes/${mechanism}/${name}`);
    }
    expect(files.length).toBe(mechanism === 'job' ? 2 : 3);
  });
});

describe('manifests of any launch', () => {
  it('say what the file says, whatever the texts are', () => {
    fc.assert(
      fc.property(launches, (launch) => {
        const experiment = launched(launch);
        const manifests = manifestsOf(experiment);
        const { containers, volumes } = podOf(manifests);
        const [container] = containers;
        const script = launch.mechanism === 'job' ? 'run.sh' : 'pod.sh';
        expect(containers.length).toBe(1);
        expect(container?.image).toBe(launch.image);
        // Kubernetes makes one `$` of two, and a variable of `$(NAME)`.
        expect(container?.command.map((word) => word.replaceAll('$$', '$'))).toEqual([
          'bash',
          `${launch.folder}/${pathsOf(experiment).launch}/${script}`,
        ]);
        expect(container?.command.join(' ').replaceAll('$$', '')).not.toContain('$');
        expect(container?.volumeMounts).toEqual([
          ...Object.entries(launch.volumes).map(([name, { mount }]) => ({ name, mountPath: mount })),
          { name: 'shm', mountPath: '/dev/shm' },
        ]);
        expect(volumes.map(({ name }) => name)).toEqual([...Object.keys(launch.volumes), 'shm']);
        for (const { metadata } of manifests)
          expect(metadata).toMatchObject({ name: 'porcelain', namespace: launch.namespace ?? 'default' });
        const secrets = container?.env?.filter(({ name }) => name === 'HF_TOKEN') ?? [];
        expect(secrets).toEqual(
          launch.secret === undefined
            ? []
            : [{ name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: launch.secret, key: 'HF_TOKEN' } } }],
        );
      }),
    );
  });

  it.skipIf(!hasPythonModule('kubernetes_validate'))(
    'are valid for Kubernetes 1.36',
    { timeout: 120_000 },
    () => {
      const drawn = [
        fixed('trainjob'),
        fixed('job'),
        ...fc.sample(launches, 30).map((launch) => launched(launch)),
      ];
      const pods = drawn.map((experiment) => {
        const spec = podOf(manifestsOf(experiment));
        return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'porcelain' }, spec };
      });
      const core = drawn.flatMap(manifestsOf).filter(({ kind }) => kind === 'Job' || kind === 'Service');
      expect(complaints('core', [...pods, ...core])).toEqual([]);
      const broken = { ...pods[0], spec: { ...pods[0]?.spec, container: [] } };
      expect(complaints('core', [broken])).toEqual([expect.stringContaining('container')]);
    },
  );

  it('name what is allowed, where no schema says so', () => {
    const pod = podOf(manifestsOf(fixed('job')));
    expect(pod).toMatchObject({
      restartPolicy: 'Never',
      containers: [{ resources: { limits: { 'nvidia.com/gpu': '2' } } }],
    });
    const sizes = JSON.stringify(pod).match(/"sizeLimit":"[^"]*"/g);
    expect(sizes).toEqual(['"sizeLimit":"16384Mi"']); // a quantity: digits and a binary suffix
  });
});

describe.each(TRAINER_VERSIONS)('Kubeflow Trainer %s', (version) => {
  const folder = join(dirname(PYTHON), '..', 'kubeflow-trainer-api', version);

  it.skipIf(!hasTool(`kubeflow-trainer-api ${version}`, 'test', '-d', folder))(
    'gives the manifests back',
    () => {
      const drawn = fc.sample(launches, 30).filter(({ mechanism }) => mechanism === 'trainjob');
      const manifests = [fixed('trainjob'), ...drawn.map((launch) => launched(launch))].flatMap(manifestsOf);
      expect(complaints(folder, manifests)).toEqual([]);
      const unknown = { ...manifests[0], spec: { ...manifests[0]?.spec, workers: 2 } };
      expect(complaints(folder, [unknown])).toEqual([expect.stringContaining('workers')]);
    },
  );
});

/** What Kubeflow Trainer, or the controller of Jobs, tells a pod of its place. */
const placeOf = (mechanism: string, rank: string, port: string): Record<string, string> =>
  mechanism === 'trainjob'
    ? {
        PET_NNODES: '2',
        PET_NPROC_PER_NODE: '2',
        PET_NODE_RANK: rank,
        PET_MASTER_ADDR: '127.0.0.1',
        PET_MASTER_PORT: port,
      }
    : { JOB_COMPLETION_INDEX: rank, NODE_RANK: rank, MASTER_ADDR: '127.0.0.1', MASTER_PORT: port };

describe.skipIf(!hasPythonModule('torch'))('the command of the pods', () => {
  it.each([
    ['trainjob', 'pod.sh'],
    ['job', 'run.sh'],
  ])('starts the ranks of a node of a %s', { timeout: 90_000 }, async (mechanism, script) => {
    const experiment = fixed(mechanism);
    const { root } = makeSite(experiment);
    const { overlay, launch } = pathsOf(experiment);
    const program = readFileSync(new URL('python/sum-ranks.py', import.meta.url), 'utf8');
    write(join(root, overlay, 'train.py'), program);
    const port = String(await freePort());
    const pods = await Promise.all(
      ['0', '1'].map(async (rank) => {
        const env = {
          PATH: `${dirname(PYTHON)}:/usr/bin:/bin`,
          HF_TOKEN: 'x',
          ...placeOf(mechanism, rank, port),
        };
        const child = spawn('bash', [join(root, launch, script)], { env, stdio: ['ignore', 'pipe', 'pipe'] });
        const status = new Promise<number | null>((resolve) => child.on('close', resolve));
        const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
        return { status: await status, stdout, stderr };
      }),
    );
    expect(
      pods.map(({ status }) => status),
      pods[0]?.stderr,
    ).toEqual([0, 0]);
    expect(JSON.parse(pods[0]?.stdout ?? '')).toMatchObject({ sum: 6, nodes: [0, 0, 1, 1] });
  });
});

describe('kubernetes.sh', () => {
  function site(mechanism: string, files: Readonly<Record<string, string>>) {
    const experiment = fixed(mechanism);
    const made = makeSite(experiment);
    write(join(made.bin, 'kubectl'), KUBECTL);
    chmodSync(join(made.bin, 'kubectl'), 0o755);
    for (const [name, content] of Object.entries(files)) write(join(made.bin, name), content);
    const calls = (): string[] => readFileSync(join(made.bin, 'calls'), 'utf8').trim().split('\n');
    return { made, calls, script: pathsOf(experiment).startScript };
  }

  it('hands the job over, follows its first pod and ends with it', () => {
    const { made, calls, script } = site('job', { ends: 'SuccessCriteriaMet\nComplete\n' });
    const { status, stderr } = start(made, script);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: expect.stringContaining('waiting for the first pod'),
    });
    const [, apply, pods, logs] = calls();
    expect(apply).toBe(`apply --filename ${made.root}/launch/porcelain/kubernetes/job.yaml`);
    const first =
      '--namespace default --selector batch.kubernetes.io/job-name=porcelain,batch.kubernetes.io/job-completion-index=0';
    expect(pods).toContain(`get pods ${first}`);
    expect(logs).toBe(`logs --follow ${first} --tail -1`);
    expect(calls().some((call) => call.startsWith('delete'))).toBe(false);
    expect(existsSync(join(made.root, 'pwned'))).toBe(false);
  });

  it('ends with 4 when the job fails', () => {
    const { made, script } = site('trainjob', { ends: 'Failed\n' });
    const { status, stderr } = start(made, script);
    expect(status).toBe(4);
    expect(stderr).toContain('ditc: trainjobs.trainer.kubeflow.org/porcelain has failed\n');
  });

  it.each(['Complete\n', 'Failed\n'])('starts a job anew that has ended: %j', (conditions) => {
    const { made, calls, script } = site('job', { conditions, ends: 'Complete\n' });
    expect(start(made, script).status).toBe(0);
    const called = calls();
    const deleted = called.indexOf('delete jobs.batch/porcelain --namespace default --wait');
    const applied = called.findIndex((call) => call.startsWith('apply'));
    expect(deleted).toBeGreaterThan(0);
    expect(applied).toBeGreaterThan(deleted);
  });

  it('goes on watching a job that has not', () => {
    const { made, calls, script } = site('job', { conditions: 'Suspended\n', ends: 'Complete\n' });
    expect(start(made, script).status).toBe(0);
    expect(calls().some((call) => call.startsWith('delete'))).toBe(false);
  });

  it('ends as kubectl does when the cluster refuses it', () => {
    const { made, calls, script } = site('job', { apply: '1' });
    expect(start(made, script).status).toBe(1);
    expect(calls().at(-1)).toMatch(/^apply /);
  });
});
