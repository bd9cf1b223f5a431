import { looksSecret } from '../source/looks-secret.ts';
import { defineRule } from './rule.ts';

export const secretInEnv = defineRule({
  id: 'secret-in-env',
  severity: 'error',
  summary: 'No secret value is written into a file.',
  source: 'The language: values of `secrets` are read where it runs and never written',
  traps: [],
  messages: {
    both: (p: { name: string }) => ({
      message: `\`${p.name}\` is one of the \`secrets\`, and \`env\` writes its value`,
      help: 'The value would stand in the launch script. Delete the line under `env` and set the variable where it runs. If the file was shared, change the secret.',
    }),
    looks: (p: { name: string }) => ({
      message: `\`env\` writes the value of \`${p.name}\`, whose name is that of a secret`,
      help: `The value would stand in the launch script. Write \`secrets: [${p.name}]\` instead and set the variable where it runs. If it is no secret, allow it.`,
    }),
  },
  check({ experiment: { machine }, report }) {
    for (const name of Object.keys(machine.env)) {
      const at = ['machine', 'env', name];
      if (machine.secrets.includes(name)) report('both', { at, with: { name }, key: true });
      else if (looksSecret(name)) report('looks', { at, with: { name }, key: true });
    }
  },
});
