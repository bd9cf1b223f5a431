import { Argument, Command, CommanderError, Option } from 'commander';
import { version } from '../version.ts';
import { misuse } from './misuse.ts';
import { parseCards, parseCounts } from './fit-options.ts';
import { wholeFrom } from './whole-option.ts';
import { parsePart } from './part-option.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';

const FORMATS = ['pretty', 'line', 'json', 'sarif', 'github'];

const HELP_END = `
Exit status: 0 nothing wrong · 1 errors found · 2 wrong use · 3 a bug of ditc · 4 it could not be done.
\`run\` passes on the status of the trainer.

Examples:
  ditc init
  ditc check experiment.yaml
  ditc build experiment.yaml --machine machines/a800.yaml
  ditc run experiment.yaml
  ditc explain rule/batch-product
`;

/** Parses the arguments and runs one command; the result is the exit status. */
export async function runProgram(argv: readonly string[], context: Context): Promise<number> {
  let status: number = EXIT.ok;
  const program = makeProgram(context, (code) => (status = code));
  const misused = misuse(argv, program);
  if (misused !== undefined) {
    context.stderr.write(misused);
    return EXIT.usage;
  }
  try {
    await program.parseAsync(withDefaultCommand(argv, program), { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    throw error;
  }
}

/** `ditc experiment.yaml` is `ditc check experiment.yaml`. */
function withDefaultCommand(argv: readonly string[], program: Command): string[] {
  const first = argv.find((argument) => !argument.startsWith('-') || argument === '-');
  const isFile =
    first !== undefined &&
    (/\.ya?ml$/.test(first) || first === '-') &&
    !program.commands.some((command) => command.name() === first);
  return isFile ? ['check', ...argv] : [...argv];
}

function makeProgram(context: Context, done: (status: number) => void): Command {
  const program = new Command('ditc')
    .description('Checks an experiment of HunyuanDiT, packs its data and writes what the trainer runs.')
    .version(version, '-V, --version')
    .showHelpAfterError('(add --help for the usage)')
    .addHelpText('after', HELP_END)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    });

  const machine = (): Option =>
    new Option('--machine <file>', 'machine file that replaces the machine of the experiment');
  const run = (): Option => new Option('--run <id>', 'a row of the series under `runs`');
  const set = (): Option =>
    new Option(
      '--set <path=value>',
      'replace one value, as in batch=16; may be given several times',
    ).argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text]);
  const stage = (): Option => new Option('--stage <id>', 'a stage; without it the first');
  const format = (choices: string[], fallback: string): Option =>
    new Option('--format <format>', 'form of the output').choices(choices).default(fallback);

  add('check', 'find what is wrong in experiment files; `-` reads standard input')
    .argument(
      '<files...>',
      'experiment files, folders with experiments, or quoted patterns such as "lab/**/*.yaml"; also CSVs, launch scripts and files of other tools',
    )
    .addOption(machine())
    .addOption(run())
    .addOption(set())
    .addOption(format(FORMATS, context.stdout.isTerminal ? 'pretty' : 'line'))
    .option('--deny-warnings', 'warnings count as errors')
    .addOption(
      new Option('--fix', 'first write the fixes that findings offer into the files').conflicts('set'),
    )
    .addOption(
      new Option(
        '--diff',
        'print what `--fix` would write, and write nothing; exit status 1 when there is any',
      )
        .implies({ fix: true })
        .conflicts(['set', 'format']),
    )
    .addOption(
      new Option(
        '--with <experiment>',
        'experiment that files of other tools are for; without it the only one that is checked beside them',
      ),
    )
    .addOption(new Option('--baseline <file>', 'leave out the findings that this file lists'))
    .addOption(
      new Option(
        '--write-baseline <file>',
        'write the findings to this file instead of printing them; those of files that are not checked stay in it',
      ).conflicts(['baseline', 'diff', 'machine', 'run', 'set']),
    )
    .action(async (files, options) =>
      done(await (await import('./commands/check.ts')).check(files, options, context)),
    );

  add('plan', 'say what would be written, packed and run')
    .argument('<file>', 'experiment file')
    .addOption(machine())
    .addOption(run())
    .addOption(set())
    .addOption(format(['text', 'json'], 'text'))
    .action(async (file, options) =>
      done(await (await import('./commands/plan.ts')).showPlan(file, options, context)),
    );

  add('build', 'pack and index the data, write the launch files')
    .argument('<file>', 'experiment file')
    .addOption(machine())
    .addOption(run())
    .addOption(set())
    .addOption(
      new Option('--only <what>', 'build only the launch files, or only the data').choices(['files', 'data']),
    )
    .addOption(
      new Option(
        '--part <i/n>',
        'only pack part i of n of the rows, at the same time as other parts, here or on other machines; the next build without it puts them together',
      )
        .argParser(parsePart)
        .conflicts(['only', 'check']),
    )
    .option(
      '--check',
      'write nothing; exit status 1 when the launch files on disk are not what would be written',
    )
    .action(async (file, options) =>
      done(await (await import('./commands/build.ts')).build(file, options, context)),
    );

  add('run', 'build, then train')
    .argument('<file>', 'experiment file')
    .addOption(machine())
    .addOption(run())
    .addOption(set())
    .addOption(
      new Option('--until <part>', 'stop once the launch files, or the data too, are built').choices([
        'files',
        'data',
      ]),
    )
    .option('--verbose', 'show the output of the trainer on a terminal too')
    .action(async (file, options) =>
      done(await (await import('./commands/run.ts')).run(file, options, context)),
    );

  add('status', 'say how a training stands: how far it is, how it ended, what it told last')
    .argument('[run]', 'name of the experiment, or path of its folder below `runs/`; without it the last one')
    .option('--plot', 'draw the loss over the steps')
    .addOption(format(['text', 'json'], 'text'))
    .action(async (run, options) =>
      done(await (await import('./commands/status.ts')).status(run, options, context)),
    );

  add('runs', 'list what runs, ran, failed or was killed')
    .argument('[folder]', 'folder of the experiment', '.')
    .addOption(format(['text', 'json'], 'text'))
    .action(async (folder, options) =>
      done(await (await import('./commands/status.ts')).runs(folder, options, context)),
    );

  add('show', 'print a view of an experiment')
    .argument('<file>', 'experiment file')
    .addArgument(
      new Argument(
        '<view>',
        '`resolved`: every value with its origin; `buckets`: the sizes of an epoch; `batches`: what each rank reads; `captions`: as they are drawn; `memory`: the sum; `schedule`: learning rate and average over the steps',
      ).choices(['resolved', 'buckets', 'batches', 'captions', 'memory', 'schedule']),
    )
    .addOption(machine())
    .addOption(run())
    .addOption(set())
    .addOption(stage())
    .addOption(
      new Option('--epoch <number>', 'of `batches` and `captions`: an epoch, from 0')
        .argParser(wholeFrom(0))
        .conflicts('step'),
    )
    .addOption(
      new Option('--step <number>', 'of `batches`: one optimizer step of the training, from 1').argParser(
        wholeFrom(1),
      ),
    )
    .addOption(
      new Option('--rank <number>', 'of `batches`: one rank, from 0; without it all').argParser(wholeFrom(0)),
    )
    .addOption(new Option('--row <row>', 'of `captions`: one row of a source, as `12` or `source:12`'))
    .addOption(
      new Option('--sample <number>', 'of `captions`: so many from the start of the epoch').argParser(
        wholeFrom(1),
      ),
    )
    .addOption(new Option('--stats', 'of `captions`: measured shares over 100,000 draws'))
    .addOption(format(['text', 'json'], 'text'))
    .action(async (file, view, options) =>
      done(await (await import('./commands/show.ts')).show(file, view, options, context)),
    );

  add('fit', 'say how an experiment would run on other cards, and on more or fewer of them')
    .argument('<file>', 'experiment file')
    .addOption(
      new Option('--gpus <counts>', 'numbers of GPUs')
        .argParser(parseCounts)
        .default([1, 2, 4, 8, 16], '1,2,4,8,16'),
    )
    .addOption(
      new Option('--gpu <names>', 'cards, by names of `ditc gpus`; without it all').argParser(parseCards),
    )
    .addOption(machine())
    .addOption(run())
    .addOption(set())
    .addOption(stage())
    .addOption(format(['text', 'json'], 'text'))
    .action(async (file, options) =>
      done(await (await import('./commands/fit.ts')).fit(file, options, context)),
    );

  add('doctor', 'say what this machine lacks to train an experiment, or to train at all')
    .argument('[file]', 'experiment file')
    .addOption(machine())
    .addOption(run())
    .addOption(set())
    .addOption(format(['text', 'json'], 'text'))
    .action(async (file, options) =>
      done(await (await import('./commands/doctor.ts')).doctor(file, options, context)),
    );

  add('report', 'write one page about an experiment or a training, which needs nothing beside itself')
    .argument('<file>', 'experiment file, or `runs/<name>`, a stage of it, or its `run.json`')
    .option(
      '--out <path>',
      'where the page goes; without it `<experiment>.report.html`, or `report.html` of the run',
    )
    .addOption(machine())
    .addOption(run())
    .addOption(set())
    .action(async (file, options) =>
      done(await (await import('./commands/report.ts')).report(file, options, context)),
    );

  add('init', 'write an experiment file to start from')
    .argument('[folder]', 'where `experiment.yaml` goes', '.')
    .action(async (folder) => done(await (await import('./commands/init.ts')).init(folder, context)));

  add(
    'import',
    'make an experiment of a launch script, of arguments one a line, or of the args.json of a run',
  )
    .argument('<files...>', 'scripts, texts or args.json; nothing in them is executed')
    .option('--out <folder>', 'write a file for each training; without it the first is printed')
    .addOption(format(['text', 'json'], 'text'))
    .action(async (files, options) =>
      done(await (await import('./commands/import.ts')).importFiles(files, options, context)),
    );

  add('explain', 'print the page of a finding')
    .argument('<code>', 'what stands in brackets behind a finding, as in rule/batch-product')
    .action(async (code) => done(await (await import('./commands/explain.ts')).explain(code, context)));

  add('gpus', 'list the cards that `machine.gpu` takes')
    .addOption(format(['text', 'json'], 'text'))
    .action(async (options) => done(await (await import('./commands/gpus.ts')).gpus(options, context)));

  add('schema', 'print a JSON schema for editors')
    .addArgument(new Argument('[kind]', 'which').choices(['experiment', 'machine']).default('experiment'))
    .action(async (kind) => done(await (await import('./commands/schema.ts')).schema(kind, context)));

  return program;

  function add(name: string, description: string): Command {
    return program
      .command(name)
      .description(description)
      .exitOverride()
      .configureOutput({
        writeOut: (text) => context.stdout.write(text),
        writeErr: (text) => context.stderr.write(text),
      });
  }
}
