import {
  type Cluster,
  commandOf,
  type Manifest,
  metadataOf,
  resourcesOf,
  secretsOf,
  volumesOf,
} from './manifest.ts';

const API = 'trainer.kubeflow.org';

/**
 * A TrainingRuntime of its own, which has the volumes, and the TrainJob that uses it: the fields that Kubeflow Trainer 2.0 to 2.3 have in
 * common (kubeflow-trainer-api 2.0.1, 2.1.0, 2.2.1, 2.3.0). Its torch policy puts the place of each node into PET_* of the container `node`.
 */
export function trainJobManifests(cluster: Cluster): readonly Manifest[] {
  return [runtime(cluster), trainJob(cluster)];
}

function runtime(cluster: Cluster): Manifest {
  const { volumes, volumeMounts } = volumesOf(cluster);
  const container = { name: 'node', image: cluster.launch.image, volumeMounts };
  const pod = { restartPolicy: 'Never', containers: [container], volumes };
  return {
    apiVersion: `${API}/v1alpha1`,
    kind: 'TrainingRuntime',
    metadata: metadataOf(cluster, false),
    spec: {
      mlPolicy: { numNodes: cluster.nodes, torch: {} },
      template: {
        spec: {
          replicatedJobs: [
            {
              name: 'node',
              template: {
                // The container of this job is the one that `trainer` below is about.
                metadata: { labels: { [`${API}/trainjob-ancestor-step`]: 'trainer' } },
                spec: { backoffLimit: 0, template: { spec: pod } },
              },
            },
          ],
        },
      },
    },
  };
}

function trainJob(cluster: Cluster): Manifest {
  const { name, nodes, gpus, launch } = cluster;
  const env = secretsOf(cluster);
  return {
    apiVersion: `${API}/v1alpha1`,
    kind: 'TrainJob',
    metadata: metadataOf(cluster, true),
    spec: {
      runtimeRef: { apiGroup: API, kind: 'TrainingRuntime', name },
      trainer: {
        image: launch.image,
        command: commandOf(cluster),
        numNodes: nodes,
        numProcPerNode: gpus,
        resourcesPerNode: resourcesOf(cluster),
        ...(env.length > 0 && { env }),
      },
    },
  };
}
