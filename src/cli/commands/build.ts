import { compareFiles } from '../../run/compare-files.ts';
import { writeFiles } from '../../run/write-files.ts';
import { pathsOf } from '../../targets/paths.ts';
import { type Part, partName } from '../../pack/part.ts';
import { type Complete, compileOrReport, type Selection } from '../compile-or-report.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { makeProgressLine } from '../progress.ts';

export interface BuildOptions extends Selection {
  readonly only?: 'files' | 'data';
  readonly check?: boolean;
  readonly part?: Part;
}

/** Writes the launch files and packs and indexes the data; what is up to date is left alone. */
export async function build(file: string, options: BuildOptions, context: Context): Promise<number> {
  const compiled = await compileOrReport(file, options, context);
  if (!compiled) return EXIT.findings;
  if (options.check) return checkFiles(compiled, context);
  if (options.part) return buildPart(compiled, options.part, file, context);
  if (options.only !== 'data') await buildFiles(compiled, context);
  if (options.only !== 'files') await buildData(compiled, context);
  return EXIT.ok;
}

/** Whether the committed launch files are what the experiment says today. */
async function checkFiles({ files, folder }: Complete, { stdout }: Context): Promise<number> {
  const changes = await compareFiles(files, folder);
  const stale = [...changes].filter(([, change]) => change !== 'same');
  for (const [path, change] of stale) stdout.write(`${path}: ${change === 'create' ? 'missing' : 'stale'}\n`);
  stdout.write(
    stale.length === 0
      ? `${changes.size} files are up to date\n`
      : `${stale.length} of ${changes.size} files are not up to date: run \`ditc build --only files\`\n`,
  );
  return stale.length === 0 ? EXIT.ok : EXIT.findings;
}

/** Writes the generated files that differ, and says how many. */
export async function buildFiles({ stages, files, folder }: Complete, { stdout }: Context): Promise<void> {
  const changes = await compareFiles(files, folder);
  const changed = files.filter(({ path }) => changes.get(path) !== 'same');
  await writeFiles(changed, folder);
  const { launch } = pathsOf(stages[0].experiment);
  stdout.write(
    changed.length === 0
      ? `files    ${launch}: ${files.length} up to date\n`
      : `files    ${launch}: wrote ${changed.length} of ${files.length}\n`,
  );
}

/** Packs every source and indexes them, with progress on standard error. */
export async function buildData(complete: Complete, context: Context): Promise<void> {
  const { plan, folder, stages } = complete;
  const [
    { buildData: carryOut },
    { indexText, packText },
    { epochsText },
    { trainingOf },
    { cutText },
    { countTokens },
  ] = await Promise.all([
    import('../../run/build-data.ts'),
    import('../../report/data-text.ts'),
    import('../../report/epochs-text.ts'),
    import('../../run/survey-training.ts'),
    import('../../report/captions-text.ts'),
    import('../count-tokens.ts'),
  ]);
  const line = makeProgressLine(context);
  const say = (text: string): void => {
    line.end();
    context.stdout.write(text);
  };
  try {
    await carryOut(plan, {
      root: folder,
      onProgress: ({ label, ...progress }) => line.update(label, progress),
      onPacked: (report) => say(packText(report)),
      onIndexed: (report) => {
        const stage = stages.find(({ experiment }) => experiment.stage.id === report.stage);
        const training = stage && trainingOf(report, stage.experiment, stage.derived);
        say(`${indexText(report)}${training ? `training ${epochsText(training)}\n` : ''}`);
      },
    });
    for (const { stage, encoders } of await countTokens(complete)) say(cutText(stage, encoders));
  } finally {
    line.end();
  }
}

/** Packs one part of the rows of all sources, with progress on standard error, and says what comes after it. */
async function buildPart(
  { plan, folder }: Complete,
  part: Part,
  file: string,
  context: Context,
): Promise<number> {
  const [{ buildPart: carryOut }, { partText }] = await Promise.all([
    import('../../run/build-data.ts'),
    import('../../report/data-text.ts'),
  ]);
  const line = makeProgressLine(context);
  let packed = 0;
  try {
    await carryOut(plan, part, {
      root: folder,
      onProgress: ({ label, ...progress }) => line.update(label, progress),
      onPacked: (report) => {
        line.end();
        packed += 1;
        context.stdout.write(partText(report));
      },
    });
  } finally {
    line.end();
  }
  if (packed === 0)
    context.stdout.write(`data     ${partName(part)} has no rows: there are fewer shards than parts\n`);
  context.stdout.write(
    `next     \`ditc build ${file}\` when all ${part.of} parts are done: it puts them together\n`,
  );
  return EXIT.ok;
}
