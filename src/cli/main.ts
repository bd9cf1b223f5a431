import { DitcError } from '../errors.ts';
import { processContext } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { runProgram } from './program.ts';

/** Runs the command of the process and leaves its status in `process.exitCode`. */
async function main(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.once('error', outlive(stream));
  try {
    process.exitCode = await runProgram(process.argv.slice(2), processContext());
  } catch (error) {
    process.exitCode = reportFailure(error);
  }
}

/**
 * What to do when output can no longer be written: the command goes on to its end, since a build or a training needs nobody who reads
 * of it. A reader that has seen enough (`ditc check … | head`) is no failure; a disk that is full is told at the end.
 */
function outlive(stream: NodeJS.WriteStream): (error: NodeJS.ErrnoException) => void {
  return (error) => {
    stream.on('error', () => {}); // each further line fails alike
    if (error.code === 'EPIPE') return;
    const which = stream === process.stdout ? 'standard output' : 'standard error';
    const help = 'Is its disk full? What the command does was done; only its report is not whole.';
    const lost = new DitcError('env/cannot-write', `${which} cannot be written (${error.code})`, { help });
    process.on('exit', () => (process.exitCode = reportFailure(lost)));
  };
}

/** The last catch: trouble of the world in a sentence, a bug of ours with all that a report of it needs. */
function reportFailure(error: unknown): number {
  const { stderr, env } = process;
  if (error instanceof DitcError) {
    stderr.write(
      `error: ${error.message} [${error.code}]\n${error.help === undefined ? '' : `  help: ${error.help}\n`}`,
    );
    if (env['DITC_DEBUG']) stderr.write(`${error.stack}\n`);
    return error.code.startsWith('usage/') ? EXIT.usage : EXIT.trouble;
  }
  const shown =
    error instanceof Error
      ? env['DITC_DEBUG']
        ? error.stack
        : `${error.name}: ${error.message}`
      : String(error);
  stderr.write(
    `internal error: ${shown}\n  This is a fault of ditc, not of your file. Set DITC_DEBUG=1 for the stack and report it with the command and the file.\n`,
  );
  return EXIT.internal;
}

void main();
