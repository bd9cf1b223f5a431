import { defineRule } from './rule.ts';

/** The commit whose files the overlay knows (templates/overlay/checkout.py). */
const KNOWN = '368280ec35119ed2741a30cc5b40aafde34f8a8a';

export const knownCommit = defineRule({
  id: 'known-commit',
  severity: 'error',
  summary: 'The trainer is the one that the overlay knows.',
  source: 'templates/overlay/checkout.py refuses files that differ',
  traps: [],
  messages: {
    other: (p: { commit: string }) => ({
      message: `commit \`${p.commit.slice(0, 12)}\` of the trainer is not known`,
      help: `What this compiler says about the trainer was read and run at \`${KNOWN}\`, and its overlay refuses files that differ. Delete \`commit\`, or allow this for a fork that leaves those files alone.`,
    }),
  },
  check({ experiment: { trainer }, report }) {
    if (trainer.commit === KNOWN) return;
    report('other', { at: ['trainer', 'commit'], with: { commit: trainer.commit }, replacement: KNOWN });
  },
});
