import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { looksSecret } from '../../source/looks-secret.ts';
import type { Launch } from '../launch.ts';
import { finding, shown, sourceOf } from '../word.ts';

/** Network interfaces of one cluster, as in hydit/train_ipadapter.sh:1-16 (commit 368280e; T10). */
const CLUSTER = ['NCCL_SOCKET_IFNAME', 'NCCL_IB_HCA', 'NCCL_IB_GID_INDEX'];

/** Variables that the script sets for the trainer. */
export function judgeEnvironment({ call }: Launch): readonly Diagnostic[] {
  const accelerator = call.env.get('DS_ACCELERATOR');
  const network = CLUSTER.map((name) => call.env.get(name)).find((word) => word !== undefined);
  const path = call.env.get('PYTHONPATH');
  const secrets = [...call.env].filter(
    ([name, { text, unknown }]) => looksSecret(name) && unknown === undefined && text !== '',
  );
  return [
    ...(accelerator && accelerator.text !== 'cuda'
      ? [
          finding(
            sourceOf(accelerator),
            'warning',
            'other-accelerator',
            `the accelerator is ${shown(accelerator.text)}`,
            'What `ditc` knows of memory and kernels is about CUDA.',
          ),
        ]
      : []),
    ...(network
      ? [
          finding(
            sourceOf(network),
            'warning',
            'network-of-a-cluster',
            `${shown(network.text)} is a network device of one cluster`,
            'Elsewhere NCCL does not start with it. It is not imported; `machine.env` takes it.',
          ),
        ]
      : []),
    ...secrets.map(([name, word]) =>
      finding(
        sourceOf(word),
        'warning',
        'secret-in-script',
        `the script has the value of \`${name}\` in it`,
        'Whoever reads the script has it. Set the variable where it runs; the experiment has its name under `secrets`.',
      ),
    ),
    ...(path && !hasRoot(path.text)
      ? [
          finding(
            sourceOf(path),
            'error',
            'root-not-importable',
            `PYTHONPATH is ${shown(path.text)}, without the checkout`,
            'Python finds `hydit` and `IndexKits` there only. `ditc` sets it itself.',
          ),
        ]
      : []),
  ];
}

/** Whether a path of the list may be the checkout: a relative one, one with a variable, or one of its name. */
function hasRoot(list: string): boolean {
  return list
    .split(':')
    .some(
      (path) =>
        path !== '' &&
        !/^\$\{?PYTHONPATH\}?$/.test(path) &&
        (!path.startsWith('/') || /hunyuandit|\$/i.test(path)),
    );
}
