import { join } from 'node:path';
import { findMissing, type Missing } from '../../env/find-trainer.ts';
import type { Plan } from '../../plan/plan.ts';
import { execute } from '../../run/execute.ts';
import { startRecord, writeRecord } from '../../run/record.ts';
import { pathsOf } from '../../targets/paths.ts';
import { type Complete, compileOrReport, type Selection } from '../compile-or-report.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { buildData, buildFiles } from './build.ts';

export interface RunOptions extends Selection {
  readonly until?: 'files' | 'data';
}

/** Builds what is not built, then trains; the status is the trainer's. */
export async function run(file: string, options: RunOptions, context: Context): Promise<number> {
  const compiled = await compileOrReport(file, options, context);
  if (!compiled) return EXIT.findings;
  await buildFiles(compiled, context);
  if (options.until === 'files') return EXIT.ok;
  await buildData(compiled, context);
  if (options.until === 'data') return EXIT.ok;

  const missing = await findMissing(compiled.stages[0].experiment, compiled.folder, context.env);
  if (missing.length > 0) return explainMissing(missing, compiled, context);
  return train(compiled, context);
}

function explainMissing(missing: readonly Missing[], { stages }: Complete, { stderr }: Context): number {
  stderr.write('everything up to the training is done; this machine cannot train:\n');
  for (const { what, wayOut } of missing) stderr.write(`  ${what}\n    ${wayOut}\n`);
  stderr.write(`  to start it there: bash ${pathsOf(stages[0].experiment).runScript}\n`);
  return EXIT.trouble;
}

async function train({ plan, folder, stages }: Complete, context: Context): Promise<number> {
  let status: number = EXIT.ok;
  for (const step of commandsOf(plan)) {
    const shown = join(pathsOf(stages[0].experiment).run, 'run.json');
    const recordPath = join(folder, shown);
    const record = startRecord(plan, step.argv);
    await writeRecord(recordPath, record, shown);
    context.stderr.write(`running  ${step.argv.join(' ')}\n`);
    if (plan.stages.some(({ goesOn }) => goesOn === 'from its start'))
      context.stderr.write(
        '  a stage that is stopped starts anew: optimizer, loss scale, average and place in the data are not kept\n',
      );
    status = await execute(step, join(folder, step.cwd));
    await writeRecord(recordPath, { ...record, ended: new Date().toISOString(), exitStatus: status }, shown);
    if (status !== EXIT.ok) break;
  }
  return status;
}

const commandsOf = (plan: Plan) => plan.steps.filter((step) => step.kind === 'command');
