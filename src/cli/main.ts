import { DitcError } from '../errors.ts';
import { type Context, processContext } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { runProgram } from './program.ts';

/** Runs the command of the process and leaves its status in `process.exitCode`. */
async function main(): Promise<void> {
  const context = processContext();
  // A reader that has seen enough (`ditc check … | head`) closes the pipe: that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? EXIT.ok);
    throw error;
  });
  try {
    process.exitCode = await runProgram(process.argv.slice(2), context);
  } catch (error) {
    process.exitCode = reportFailure(error, context);
  }
}

/** The last catch: trouble of the world in a sentence, a bug of ours with all that a report of it needs. */
function reportFailure(error: unknown, { stderr, env }: Context): number {
  if (error instanceof DitcError) {
    stderr.write(
      `error: ${error.message} [${error.code}]\n${error.help === undefined ? '' : `  help: ${error.help}\n`}`,
    );
    if (env['DITC_DEBUG']) stderr.write(`${error.stack}\n`);
    return EXIT.trouble;
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
