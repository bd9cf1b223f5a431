import { defineRule } from './rule.ts';

/** Set for each process by DeepSpeed's launcher, whatever they were (launcher/launch.py). */
const LAUNCHER = [
  'RANK',
  'LOCAL_RANK',
  'WORLD_SIZE',
  'LOCAL_SIZE',
  'NODE_RANK',
  'MASTER_ADDR',
  'MASTER_PORT',
  'CROSS_RANK',
  'CROSS_SIZE',
];
/** Variables of the launch script that it protects (templates/launch/launch.sh). */
const SCRIPT = ['here', 'root', 'checkout', 'weights', 'index', 'run', 'args'];

export const reservedEnv = defineRule({
  id: 'reserved-env',
  severity: 'error',
  summary: '`machine.env` sets no variable that the launch script or the launcher sets.',
  source: 'DeepSpeed, launcher/launch.py; templates/launch/launch.sh',
  traps: [],
  messages: {
    launcher: (p: { name: string; isPort: boolean }) => ({
      message: `\`${p.name}\` is set by the launcher for each process`,
      help: `What \`env\` says about it would be ignored. Delete it${p.isPort ? ' and write `machine.launch.port`' : ''}.`,
    }),
    script: (p: { name: string }) => ({
      message: `\`${p.name}\` is a variable of the launch script itself`,
      help: 'The script would stop at this line. Delete it; the trainer reads no such variable.',
    }),
  },
  check({ experiment: { machine }, report }) {
    for (const name of Object.keys(machine.env)) {
      const at = ['machine', 'env', name];
      const isPort = name === 'MASTER_PORT' && machine.launch.kind !== 'kubernetes';
      if (LAUNCHER.includes(name)) report('launcher', { at, with: { name, isPort }, key: true });
      else if (SCRIPT.includes(name) || name.startsWith('DITC_'))
        report('script', { at, with: { name }, key: true });
    }
  },
});
