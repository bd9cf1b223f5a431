import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Launch } from '../launch.ts';
import { finding, shown } from '../word.ts';

/** Whether the hosts and slots that are chosen are in the hostfile (DeepSpeed 0.19.8 launcher/runner.py `parse_resource_filter`). */
export function judgeListedHosts({ options, hosts }: Launch): readonly Diagnostic[] {
  if (hosts === undefined || hosts.length === 0) return [];
  const chosen = ['include', 'i', 'exclude', 'e'].flatMap((name) => options.get(name)?.value ?? []);
  const nodes = options.get('num_nodes');
  const asked = Number(nodes?.value?.text);
  return [
    ...chosen.flatMap((word) => {
      const trouble = word.unknown ? undefined : word.text.split('@').map(troubleOf).find(Boolean);
      const help = 'DeepSpeed’s launcher ends there. Correct the option, or the file.';
      return trouble === undefined ? [] : [finding(word.span, 'error', 'not-in-hostfile', trouble, help)];
    }),
    ...(nodes && asked > hosts.length
      ? [
          finding(
            nodes.name.span,
            'warning',
            'fewer-hosts',
            `${asked} nodes are asked for, and the hostfile has ${hosts.length}`,
            'DeepSpeed takes those that there are without a word.',
          ),
        ]
      : []),
  ];

  function troubleOf(part: string): string | undefined {
    const [name = '', list] = part.split(':');
    const host = hosts?.find((one) => one.name === name);
    if (host === undefined) return `the hostfile has no host ${shown(name)}`;
    const slot = list?.split(',').find((one) => Number(one) >= host.slots);
    return slot === undefined
      ? undefined
      : `the hostfile gives ${shown(name)} ${host.slots} slots, not a slot ${slot}`;
  }
}
