import { join, posix } from 'node:path';
import { findProgram } from '../../env/find-program.ts';
import { findMissing, type Missing } from '../../env/find-trainer.ts';
import type { Plan } from '../../plan/plan.ts';
import type { ProcessIdentity } from '../../run/process-identity.ts';
import { readRecord, startRecord, waitForLast, writeRecord } from '../../run/record.ts';
import { RUN_FILES } from '../../run/run-files.ts';
import { supervise } from '../../run/supervise.ts';
import { pathsOf } from '../../targets/paths.ts';
import { type Complete, compileOrReport, type Selection } from '../compile-or-report.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { refuseTakenPort } from '../refuse-taken-port.ts';
import { superviseTraining } from '../supervise-training.ts';
import { buildData, buildFiles } from './build.ts';

export interface RunOptions extends Selection {
  readonly until?: 'files' | 'data';
  /** Shows the trainer's own output on a terminal too. */
  readonly verbose?: boolean;
}

/** Builds what is not built, then trains; the status is the trainer's. */
export async function run(file: string, options: RunOptions, context: Context): Promise<number> {
  const compiled = await compileOrReport(file, options, context);
  if (!compiled) return EXIT.findings;
  await buildFiles(compiled, context);
  if (options.until === 'files') return EXIT.ok;
  if (file !== '-') await packByJob(compiled, context);
  await buildData(compiled, context);
  if (options.until === 'data') return EXIT.ok;

  const missing = await findMissing(compiled.stages[0].experiment, compiled.folder, context.env);
  if (missing.length > 0) return explainMissing(missing, compiled, context);
  return train(compiled, options, context);
}

/** Lets the cluster pack what is not packed yet; `buildData` puts the parts together. */
async function packByJob({ plan, folder }: Complete, { env, stderr }: Context): Promise<void> {
  const { packJob } = plan;
  if (packJob === undefined) return;
  if (!(await findProgram('sbatch', env))) {
    stderr.write('no `sbatch` here: the data is packed on this machine\n');
    return;
  }
  const [{ needsPacking }, { packArray }] = await Promise.all([
    import('../../pack/needs-packing.ts'),
    import('../../run/pack-array.ts'),
  ]);
  const steps = plan.steps.filter((step) => step.kind === 'pack');
  const needed = await Promise.all(steps.map((step) => needsPacking(step, folder)));
  if (!needed.includes(true)) return;
  await packArray(packJob, folder, (job) =>
    stderr.write(`packing  job ${job} packs ${packJob.parts} parts; their logs are slurm-${job}_*.out\n`),
  );
}

function explainMissing(missing: readonly Missing[], { stages }: Complete, { stderr }: Context): number {
  stderr.write('everything up to the training is done; this machine cannot train:\n');
  for (const { what, wayOut } of missing) stderr.write(`  ${what}\n    ${wayOut}\n`);
  stderr.write(`  to start it there: bash ${pathsOf(stages[0].experiment).startScript}\n`);
  return EXIT.trouble;
}

async function train(complete: Complete, options: RunOptions, context: Context): Promise<number> {
  const { plan, folder, stages } = complete;
  const runs = posix.dirname(pathsOf(stages[0].experiment).run);
  const shown = posix.join(runs, RUN_FILES.record);
  const path = join(folder, shown);
  await waitForLast(await readRecord(join(folder, runs), runs), runs);
  await refuseTakenPort(stages[0].experiment, folder);
  const supervision = await superviseTraining(complete, runs, options, context);
  let status: number = EXIT.ok;
  for (const step of commandsOf(plan)) {
    let record = startRecord(plan, step.argv, supervision.stages);
    let written = writeRecord(path, record, shown);
    await written;
    context.stderr.write(`running  ${step.argv.join(' ')}\n`);
    if (plan.stages.some(({ goesOn }) => goesOn === 'from its start'))
      context.stderr.write(
        '  a stage that is stopped starts anew: optimizer, loss scale, average and place in the data are not kept\n',
      );
    const onStart = (training: ProcessIdentity): void => {
      record = { ...record, training };
      written = writeRecord(path, record, shown).catch(() => {}); // what is wrong is told at the end
    };
    status = await supervise(step, folder, { ...supervision, onStart });
    await written;
    await writeRecord(path, { ...record, ended: new Date().toISOString(), exitStatus: status }, shown);
    if (status !== EXIT.ok) break;
  }
  supervision.end(status);
  return status;
}

const commandsOf = (plan: Plan) => plan.steps.filter((step) => step.kind === 'command');
