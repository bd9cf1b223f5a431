import type { Experiment, Machine } from '../../experiment/experiment.ts';
import { parseSize } from '../../experiment/units.ts';

/** An object of Kubernetes. */
export type Manifest = Readonly<Record<string, unknown>>;

/** A launch in a cluster, with what of the experiment its objects say. */
export interface Cluster {
  readonly name: string;
  readonly launch: Extract<Machine['launch'], { readonly kind: 'kubernetes' }>;
  readonly nodes: number;
  readonly gpus: number;
  readonly secrets: readonly string[];
  /** The script that a pod starts, as it sees it. */
  readonly script: string;
}

/** The experiment as the cluster sees it; the script is relative to the experiment's folder. */
export function clusterOf(
  { name, machine }: Pick<Experiment, 'name' | 'machine'>,
  launch: Cluster['launch'],
  script: string,
): Cluster {
  const { nodes, gpus_per_node: gpus, secrets } = machine;
  return { name, launch, nodes, gpus, secrets, script: `${launch.folder}/${script}` };
}

/** Name and namespace of an object, and the queue of the one that makes the pods. */
export function metadataOf({ name, launch }: Cluster, isQueued: boolean): Manifest {
  const labels = isQueued && launch.queue !== undefined && { 'kueue.x-k8s.io/queue-name': launch.queue };
  return { name, namespace: launch.namespace, ...(labels && { labels }) };
}

/** The volumes of a pod: those of the file, and the shared memory, which is 64 MiB in a container otherwise. */
export function volumesOf({ launch }: Cluster): {
  readonly volumes: object[];
  readonly volumeMounts: object[];
} {
  const named = Object.entries(launch.volumes);
  const sizeLimit = quantityOf(launch.shared_memory);
  return {
    volumes: [
      ...named.map(([name, { claim }]) => ({ name, persistentVolumeClaim: { claimName: claim } })),
      { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit } },
    ],
    volumeMounts: [
      ...named.map(([name, { mount }]) => ({ name, mountPath: mount })),
      { name: 'shm', mountPath: '/dev/shm' },
    ],
  };
}

/** Bytes as a quantity of Kubernetes: `16GiB` is `16Gi`. */
const quantityOf = (size: string): string => `${parseSize(size) / 2 ** 20}Mi`;

/** What a pod starts. The words are a list that no shell reads; Kubernetes itself reads `$(NAME)` in them unless the `$` is doubled. */
export const commandOf = ({ script }: Cluster): readonly string[] => ['bash', script.replaceAll('$', '$$$$')];

export const resourcesOf = ({ gpus }: Cluster): object => ({ limits: { 'nvidia.com/gpu': String(gpus) } });

/** The secrets of the machine, each from the key of its name. */
export function secretsOf({ launch, secrets }: Cluster): readonly object[] {
  const { secret } = launch;
  if (secret === undefined) return [];
  return secrets.map((name) => ({ name, valueFrom: { secretKeyRef: { name: secret, key: name } } }));
}
