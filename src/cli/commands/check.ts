import { compile, type Compiled } from '../../compile.ts';
import { reporters } from '../../report/index.ts';
import { viewOf } from '../../report/view.ts';
import { DitcError } from '../../errors.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

export interface CheckOptions {
  readonly machine?: string;
  readonly format: string;
  readonly denyWarnings?: boolean;
}

/** Findings of all files on standard output; status 1 when one of them is an error, trouble when one cannot be read. */
export async function check(
  files: readonly string[],
  options: CheckOptions,
  context: Context,
): Promise<number> {
  const results: Compiled[] = [];
  const troubles: DitcError[] = [];
  for (const file of files) {
    const bytes = file === '-' ? await context.readStdin() : undefined;
    try {
      results.push(
        await compile({ file, bytes, cwd: context.cwd, machine: options.machine, until: 'rules' }),
      );
    } catch (error) {
      if (!(error instanceof DitcError)) throw error;
      troubles.push(error); // a file that cannot be read hides nothing of the others
    }
  }
  const diagnostics = results.flatMap((result) => result.diagnostics.map(viewOf));
  const filesWithFindings = results.filter((result) => result.diagnostics.length > 0).length;
  const reporter = reporters[options.format];
  if (!reporter) throw new Error(`no reporter ${options.format}`);
  if (results.length > 0)
    context.stdout.write(reporter({ diagnostics, files: results.length, filesWithFindings }, context.colors));
  if (troubles[0]) throw troubles[0];
  const isFailure = diagnostics.some(
    ({ severity }) => severity === 'error' || (options.denyWarnings === true && severity === 'warning'),
  );
  return isFailure ? EXIT.findings : EXIT.ok;
}
