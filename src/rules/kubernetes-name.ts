import { defineRule } from './rule.ts';

/** Longest label of DNS, which names of pods, hosts and Services are (RFC 1035). */
const LONGEST = 63;

/** What is put behind a name for the last pod and five characters of its own (Jobs of Kubernetes; JobSet's webhook checks it so). */
const SUFFIXES = { job: '-', trainjob: '-node-0-' } as const;
const RANDOM = '-abcde';

export const kubernetesName = defineRule({
  id: 'kubernetes-name',
  severity: 'error',
  summary: 'The name of the experiment can name pods and their Service.',
  source: 'RFC 1035; Kubernetes, "Object Names and IDs"; JobSet, names of pods',
  traps: [],
  messages: {
    long: (p: { name: string; length: number; longest: number }) => ({
      message: `\`${p.name}\` has ${p.length} characters, too many for the names of pods`,
      help: `The cluster puts the number of the pod and more behind it and refuses a name of more than ${LONGEST} characters. Take ${p.longest} at most.`,
    }),
    digit: (p: { name: string }) => ({
      message: `\`${p.name}\` starts with a digit, and a Service cannot`,
      help: `The cluster would refuse it. Write a letter before it, as in \`run-${p.name}\`.`,
    }),
  },
  check({ experiment: { name, machine }, report }) {
    const { launch, nodes } = machine;
    if (launch.kind !== 'kubernetes') return;
    const longest = LONGEST - `${SUFFIXES[launch.mechanism]}${nodes - 1}${RANDOM}`.length;
    if (name.length > longest) report('long', { at: ['name'], with: { name, length: name.length, longest } });
    if (/^\d/.test(name)) report('digit', { at: ['name'], with: { name } });
  },
});
