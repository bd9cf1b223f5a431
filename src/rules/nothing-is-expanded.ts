import { defineRule } from './rule.ts';
import { experimentPaths, machinePaths, startsAtHome, variableIn } from './written-paths.ts';

export const nothingIsExpanded = defineRule({
  id: 'nothing-is-expanded',
  severity: 'error',
  summary: 'Paths and values of `env` hold no `~` and no `$VARIABLE` that would stay as it is.',
  source:
    'The language: a value means what is written, on every machine; templates/launch/launch.sh quotes all of it',
  traps: [],
  messages: {
    home: (p: { text: string }) => ({
      message: `\`~\` in \`${p.text}\` is not your home folder here`,
      help: 'A shell would expand it, nothing else does: a folder of that name would be looked for. Write the whole path, or one relative to the file.',
    }),
    variable: (p: { text: string; variable: string }) => ({
      message: `\`${p.variable}\` in \`${p.text}\` is not replaced by its value`,
      help: 'What is written is passed on as it is, so that two machines read the same. Write the value itself.',
    }),
  },
  check({ experiment, report }) {
    const values = Object.entries(experiment.machine.env).map(([name, value]) => ({
      path: String(value),
      at: ['machine', 'env', name],
    }));
    for (const { path, at } of [...experimentPaths(experiment), ...machinePaths(experiment), ...values]) {
      const variable = variableIn(path);
      if (startsAtHome(path)) report('home', { at, with: { text: path } });
      else if (variable !== undefined) report('variable', { at, with: { text: path, variable } });
    }
  },
});
