/** A change of the valid experiment to a launch in a cluster. */
export const IN_PODS = {
  machine: {
    launch: {
      kind: 'kubernetes',
      image: 'registry.example.org/hunyuandit:cu128',
      folder: '/lab/porcelain',
      volumes: { work: { claim: 'shared-work', mount: '/lab' } },
    },
  },
};
