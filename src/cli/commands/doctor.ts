import { examine } from '../../doctor/examine.ts';
import { wantedBy, wantedByAny } from '../../doctor/wanted.ts';
import { doctorText } from '../../report/doctor-text.ts';
import { type Selection, settleOrReport } from '../compile-or-report.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

export interface DoctorOptions extends Selection {
  readonly format: string;
}

/** Says what this machine lacks to train an experiment, or to train at all. */
export async function doctor(
  file: string | undefined,
  options: DoctorOptions,
  context: Context,
): Promise<number> {
  const { cwd, env, stdout, colors } = context;
  const settled = file === undefined ? undefined : await settleOrReport(file, options, context);
  if (file !== undefined && !settled) return EXIT.findings;
  const wanted = settled ? wantedBy(settled.stages, settled.folder) : wantedByAny(cwd);
  const examination = await examine(wanted, env, file);
  stdout.write(
    options.format === 'json'
      ? `${JSON.stringify(examination, undefined, 2)}\n`
      : doctorText(examination, colors),
  );
  return examination.ready ? EXIT.ok : EXIT.trouble;
}
