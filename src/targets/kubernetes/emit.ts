import { posix } from 'node:path';
import { stringify } from 'yaml';
import { render } from '../../templates/render.ts';
import { headerLine } from '../launch/header-line.ts';
import { quote } from '../launch/quote.ts';
import { pathsOf } from '../paths.ts';
import type { EmittedFile, Target, TargetInput } from '../target.ts';
import { templateOf } from '../template-of.ts';
import { jobManifests } from './job.ts';
import { type Cluster, clusterOf, type Manifest } from './manifest.ts';
import { trainJobManifests } from './train-job.ts';

/** What differs between the two ways to make the pods. */
interface Mechanism {
  readonly file: string;
  /** The kind of the object that ends as the run ends, as kubectl takes it. */
  readonly kind: string;
  /** What a pod starts. */
  readonly script: 'run.sh' | 'pod.sh';
  /** The label of a pod that has the name of the job. */
  readonly label: string;
  readonly manifests: (cluster: Cluster) => readonly Manifest[];
}

const MECHANISMS = {
  trainjob: {
    file: 'trainjob.yaml',
    kind: 'trainjobs.trainer.kubeflow.org',
    script: 'pod.sh',
    label: 'jobset.sigs.k8s.io/jobset-name',
    manifests: trainJobManifests,
  },
  job: {
    file: 'job.yaml',
    kind: 'jobs.batch',
    script: 'run.sh',
    label: 'batch.kubernetes.io/job-name',
    manifests: jobManifests,
  },
} as const satisfies Record<string, Mechanism>;

/** The objects of the cluster, what its pods start, and the script that hands them over; nothing for other kinds of launch. */
export const kubernetesTarget: Target = {
  name: 'kubernetes',
  emit: (stages): readonly EmittedFile[] => stages.slice(0, 1).flatMap(clusterFiles),
};

function clusterFiles(input: TargetInput): readonly EmittedFile[] {
  const { experiment, source } = input;
  const { launch } = experiment.machine;
  if (launch.kind !== 'kubernetes') return [];
  const mechanism = MECHANISMS[launch.mechanism];
  const folder = pathsOf(experiment).launch;
  const cluster = clusterOf(experiment, launch, posix.join(folder, mechanism.script));
  const texts = {
    [mechanism.file]: manifestText(mechanism.manifests(cluster), headerLine(source)),
    'kubernetes.sh': submitText(input, cluster, mechanism),
    ...(mechanism.script === 'pod.sh' && { 'pod.sh': podText(input) }),
  };
  return Object.entries(texts).map(([name, content]) => ({
    path: posix.join(folder, name),
    content,
    executable: name.endsWith('.sh'),
    from: ['name', 'machine.launch', 'machine.nodes', 'machine.gpus_per_node', 'machine.secrets'],
  }));
}

/**
 * Characters that a reader of YAML 1.1, as Kubernetes has one, takes for the end of a line or does not take at all, and that
 * `stringify` leaves as they are in double quotes.
 */
const UNREADABLE = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

const asEscape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Documents of YAML in which every text is quoted: readers of Kubernetes take `on`, `1e3` and more for something else. */
function manifestText(manifests: readonly Manifest[], header: string): string {
  const documents = manifests.map((manifest) =>
    stringify(manifest, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 }),
  );
  return `# ${header}\n${documents.join('---\n').replace(UNREADABLE, asEscape)}`;
}

function submitText({ templates, source }: TargetInput, cluster: Cluster, mechanism: Mechanism): string {
  return render(templateOf(templates, 'launch/kubernetes.sh'), {
    HEADER: headerLine(source),
    MANIFEST: mechanism.file,
    NAMESPACE: quote(cluster.launch.namespace),
    JOB: quote(`${mechanism.kind}/${cluster.name}`),
    FIRST: quote(`${mechanism.label}=${cluster.name},batch.kubernetes.io/job-completion-index=0`),
  });
}

const podText = ({ templates, source }: TargetInput): string =>
  render(templateOf(templates, 'launch/pod.sh'), { HEADER: headerLine(source) });
