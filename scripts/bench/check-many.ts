import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { commandLine, missingCommandLine } from './command-line.ts';
import { experimentText } from './experiment-text.ts';
import { formatSeconds } from './format.ts';
import { interleave } from './interleave.ts';
import { skipped, type Row } from './row.ts';
import { runTimed } from './run-timed.ts';

const figure = 'check of 1,000 files in one process';
const count = 1000;

/** How many small files a check goes through in a second, the start of Node included. */
export async function checkMany({ temp }: Bench): Promise<readonly Row[]> {
  const missing = missingCommandLine();
  if (missing !== undefined) return [skipped(figure, missing)];
  const files = writeExperiments(join(temp, 'experiments'));
  const command = [process.execPath, commandLine, 'check', ...files] as const;
  await refuseFewer([...command, '--format', 'json'], temp);
  const check = async () => (await runTimed({ argv: command, cwd: temp })).seconds;
  const read = async () => (await runTimed({ argv: ['cat', ...files], cwd: temp })).seconds;
  const seconds = await interleave({ check: { run: check }, read: { run: read } }, { rounds: 5 });
  return [
    {
      kind: 'measured',
      figure,
      value: count / seconds.check,
      unit: 'files/s',
      target: { atLeast: 2000 },
      ours: formatSeconds(seconds.check),
      peer: `\`cat\` of the same files ${formatSeconds(seconds.read)}`,
    },
  ];
}

/** Speed counts only when every file was looked at. */
async function refuseFewer(argv: readonly [string, ...string[]], cwd: string): Promise<void> {
  const { files }: { files: number } = JSON.parse((await runTimed({ argv, cwd })).stdout);
  if (files !== count) throw new Error(`${files} of ${count} files were checked`);
}

/** A thousand experiments, each different and below a kilobyte. */
function writeExperiments(folder: string): readonly string[] {
  mkdirSync(folder);
  writeFileSync(join(folder, 'porcelain.csv'), 'image_path,text\nplate.png,青花瓷风格，盘\n');
  return Array.from({ length: count }, (_, index) => {
    const path = join('experiments', `${index}.yaml`);
    writeFileSync(
      join(folder, `${index}.yaml`),
      experimentText(`porcelain-${index}`, 'porcelain', 4 + (index % 4) * 4),
    );
    return path;
  });
}
