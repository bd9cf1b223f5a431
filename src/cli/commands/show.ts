import { resolvedText } from '../../report/resolved-text.ts';
import { compileOrReport } from '../compile-or-report.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

/** One view of an experiment on standard output. */
export async function show(file: string, view: string, { machine }: { machine?: string }, context: Context): Promise<number> {
  const compiled = await compileOrReport(file, machine, context);
  if (!compiled) return EXIT.findings;
  if (view === 'resolved') {
    context.stdout.write(resolvedText(compiled.experiment, compiled.places));
    return EXIT.ok;
  }
  const { bucketsText } = await import('../../run/show-buckets.ts');
  context.stdout.write(await bucketsText(compiled));
  return EXIT.ok;
}
