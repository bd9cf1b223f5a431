import { defineRule } from './rule.ts';

/** Ports that Linux hands out by itself unless told otherwise (Documentation/networking/ip-sysctl.rst, ip_local_port_range). */
const HANDED_OUT = { from: 32_768, to: 60_999 };

export const ephemeralPort = defineRule({
  id: 'ephemeral-port',
  severity: 'info',
  summary: 'The rendezvous has a port that the system gives to nobody else.',
  source: 'Linux, Documentation/networking/ip-sysctl.rst: ip_local_port_range',
  traps: [],
  messages: {
    handedOut: (p: { port: number }) => ({
      message: `\`port\` is ${p.port}, which Linux hands out to outgoing connections`,
      help: `It does so with all from ${HANDED_OUT.from} to ${HANDED_OUT.to}. Now and then one of them is in use when the run starts, which then ends with \`Address already in use\`. Write a number from 20000 to 29999.`,
    }),
  },
  check({ experiment: { machine }, report }) {
    const port = 'port' in machine.launch ? machine.launch.port : undefined;
    if (port === undefined || port < HANDED_OUT.from || port > HANDED_OUT.to) return;
    report('handedOut', { at: ['machine', 'launch', 'port'], with: { port } });
  },
});
