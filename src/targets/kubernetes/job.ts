import {
  type Cluster,
  commandOf,
  type Manifest,
  metadataOf,
  resourcesOf,
  secretsOf,
  volumesOf,
} from './manifest.ts';

/** Port of the rendezvous; a pod has all ports for itself. */
const PORT = 29500;

/** Where the controller writes the number of a pod of an indexed Job (batch/v1). */
const INDEX = 'batch.kubernetes.io/job-completion-index';

/** An indexed Job with a pod for each node, and the headless Service through which they find the first one. */
export function jobManifests(cluster: Cluster): readonly Manifest[] {
  return [service(cluster), job(cluster)];
}

function service(cluster: Cluster): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadataOf(cluster, false),
    spec: {
      clusterIP: 'None',
      // The rendezvous is made before any pod is ready.
      publishNotReadyAddresses: true,
      selector: { 'batch.kubernetes.io/job-name': cluster.name },
    },
  };
}

function job(cluster: Cluster): Manifest {
  const { nodes, launch, name } = cluster;
  const { volumes, volumeMounts } = volumesOf(cluster);
  const container = {
    name: 'node',
    image: launch.image,
    command: commandOf(cluster),
    env: [...placeOf(name), ...secretsOf(cluster)],
    resources: resourcesOf(cluster),
    volumeMounts,
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadataOf(cluster, true),
    spec: {
      completionMode: 'Indexed',
      completions: nodes,
      parallelism: nodes,
      backoffLimit: 0,
      template: { spec: { subdomain: name, restartPolicy: 'Never', containers: [container], volumes } },
    },
  };
}

/** What `launch.sh` reads of the place of a node; the host name of the first pod is `<job>-0`, below the Service's. */
const placeOf = (name: string): readonly object[] => [
  { name: 'NODE_RANK', valueFrom: { fieldRef: { fieldPath: `metadata.annotations['${INDEX}']` } } },
  { name: 'MASTER_ADDR', value: `${name}-0.${name}` },
  { name: 'MASTER_PORT', value: String(PORT) },
];
