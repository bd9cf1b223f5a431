import { defineRule } from './rule.ts';

export const kubernetesSecret = defineRule({
  id: 'kubernetes-secret',
  severity: 'error',
  summary: 'Secrets of the machine come from a Secret of the cluster.',
  source: 'templates/launch/launch.sh stops where one is not set; Kubernetes API, EnvVarSource.secretKeyRef',
  traps: [],
  messages: {
    missing: (p: { names: string; name: string }) => ({
      message: `\`secrets\` has ${p.names}, and \`launch\` says no \`secret\` of the cluster`,
      help: `The pods would stop at once, because it is not set in them. Make one (\`kubectl create secret generic tokens --from-literal=${p.name}=…\`) and write \`secret: tokens\`.`,
    }),
    unused: (p: { secret: string }) => ({
      message: `\`secret\` is \`${p.secret}\`, and \`machine.secrets\` names nothing of it`,
      help: 'The pods would see none of its keys. List the names in `machine.secrets`, or delete `secret`.',
    }),
  },
  check({ experiment: { machine }, report }) {
    const { launch, secrets } = machine;
    if (launch.kind !== 'kubernetes') return;
    const [name] = secrets;
    if (name !== undefined && launch.secret === undefined) {
      const names = secrets.map((each) => `\`${each}\``).join(', ');
      report('missing', { at: ['machine', 'secrets'], with: { names, name } });
    }
    if (name === undefined && launch.secret !== undefined)
      report('unused', { at: ['machine', 'launch', 'secret'], with: { secret: launch.secret } });
  },
});
