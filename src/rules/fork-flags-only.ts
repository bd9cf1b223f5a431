import { flagAccounts } from '../generated/flag-accounts.ts';
import { TRAINER_COMMIT } from '../generated/trainer-flags.ts';
import { defineRule } from './rule.ts';

/** What becomes of upstream's flags, by the letters of their names: its parser takes no `_` for a `-`, but people do. */
const UPSTREAM = new Map(Object.entries(flagAccounts).map(([name, account]) => [lettersOf(name), account]));

export const forkFlagsOnly = defineRule({
  id: 'fork-flags-only',
  severity: 'error',
  summary: 'Flags that are passed on unchecked are those that only a fork has.',
  source:
    'HunyuanDiT 368280e, hydit/config.py: argparse ends at a flag that it does not know, and of two values takes the last',
  traps: [],
  messages: {
    known: (p: { names: string }) => ({
      message: `upstream's own trainer has no ${p.names}`,
      help: 'Its parser would end there. `trainer.flags` is for a fork: name its commit as `trainer.commit`, and allow `known-commit` for it.',
    }),
    upstreams: (p: { name: string; account: string }) => ({
      message: `\`--${p.name}\` is a flag of upstream's`,
      help: `What becomes of it here is ${p.account}. Passed on as well, it would be said twice, or get past every check.`,
    }),
  },
  check({ experiment: { trainer }, report }) {
    const names = Object.keys(trainer.flags);
    const own = names.filter((name) => !UPSTREAM.has(lettersOf(name)));
    if (trainer.commit === TRAINER_COMMIT && own.length > 0)
      report('known', {
        at: ['trainer', 'flags'],
        with: { names: own.map((name) => `\`--${name}\``).join(', ') },
      });
    for (const name of names) {
      const account = UPSTREAM.get(lettersOf(name));
      if (account !== undefined)
        report('upstreams', { at: ['trainer', 'flags', name], with: { name, account } });
    }
  },
});

function lettersOf(name: string): string {
  return name.replace(/^--/, '').replaceAll('-', '_');
}
