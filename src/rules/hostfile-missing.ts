import { defineRule } from './rule.ts';

export const hostfileMissing = defineRule({
  id: 'hostfile-missing',
  severity: 'error',
  summary: 'The hostfile of a launch on several hosts is there.',
  source: 'DeepSpeed 0.19.8, launcher/runner.py `fetch_hostfile`: a missing one is a warning',
  traps: ['T154'],
  messages: {
    missing: (p: { path: string }) => ({
      message: `there is no file \`${p.path}\``,
      help: 'Nothing would be started. Write a line such as `node1 slots=8` for each host. The path is relative to the file it is written in.',
    }),
    notAFile: (p: { path: string; status: string }) => ({
      message: `\`${p.path}\` cannot be read as a hostfile: it is ${p.status}`,
      help: 'A hostfile is a UTF-8 text file with a line such as `node1 slots=8` for each host.',
    }),
  },
  check({ experiment: { machine }, facts, report }) {
    if (machine.launch.kind !== 'hosts') return;
    const at = ['machine', 'launch', 'hostfile'];
    const path = machine.launch.hostfile;
    const status = facts.hostfile?.status;
    if (status === 'missing') report('missing', { at, with: { path } });
    else if (status === 'folder') report('notAFile', { at, with: { path, status: 'a folder' } });
    else if (status === 'unreadable') report('notAFile', { at, with: { path, status: 'not readable' } });
  },
});
