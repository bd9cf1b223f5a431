import type { Command } from 'commander';

/** What to say of an argument that is empty, or of an option before its command; undefined of any other mistake, which the parser tells. */
export function misuse(argv: readonly string[], program: Command): string | undefined {
  return argv.includes('')
    ? 'error: an argument is empty\n(is a variable of the shell not set?)\n'
    : earlyOption(argv, program);
}

function earlyOption(argv: readonly string[], program: Command): string | undefined {
  const option = argv[0]?.split('=')[0] ?? '';
  if (!option.startsWith('--') || ['--', '--help', '--version'].includes(option)) return undefined;
  const command = program.commands
    .find((each) => argv.includes(each.name()) && each.options.some(({ long }) => long === option))
    ?.name();
  if (command === undefined) return undefined;
  return `error: \`${option}\` stands before the command\n(write it behind: ditc ${command} ... ${option})\n`;
}
