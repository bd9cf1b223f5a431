import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { commandLine, missingCommandLine } from './command-line.ts';
import { experimentText } from './experiment-text.ts';
import { formatPeak, formatSeconds } from './format.ts';
import { makePng } from './images.ts';
import { interleave } from './interleave.ts';
import { skipped, type Row } from './row.ts';
import { runForPeak, runTimed, type Command } from './run-timed.ts';

const figure = 'second build of 100,000 unchanged rows';
const count = 100_000;

/** A build with nothing to do, every image looked at; that a changed image is noticed is checked as well. */
export async function secondBuild({ temp, say }: Bench): Promise<readonly Row[]> {
  const missing = missingCommandLine();
  if (missing !== undefined) return [skipped(figure, missing)];
  say(`generating ${count.toLocaleString('en-US')} small images`);
  const changing = writeRows(temp);
  const build: Command = {
    argv: [process.execPath, commandLine, 'build', 'experiment.yaml', '--only', 'data'],
    cwd: temp,
  };
  const look: Command = { argv: ['find', 'images', '-printf', '%s %T@\\n'], cwd: temp };
  say('first build');
  await runTimed(build);
  const again = await runTimed(build);
  const run = (command: Command) => async () => (await runTimed(command)).seconds;
  const seconds = await interleave({ build: { run: run(build) }, look: { run: run(look) } }, { rounds: 3 });
  const peak = await runForPeak(build, join(temp, 'peak'));
  writeFileSync(changing, makePng(24, 16));
  if ((await runTimed(build)).stdout === again.stdout)
    throw new Error('the build did not notice a changed image');
  return [
    {
      kind: 'measured',
      figure,
      value: seconds.build,
      unit: 's',
      target: { atMost: 2 },
      ours: `${formatSeconds(seconds.build)}, ${formatPeak(peak)}`,
      peer: `\`find -printf '%s %T@'\` ${formatSeconds(seconds.look)}`,
    },
  ];
}

/** Writes experiment, table and images; gives the path of one in the middle. */
function writeRows(folder: string): string {
  const table = ['image_path,text'];
  for (let index = 0; index < count; index += 1) {
    const name = `images/${index % 100}/${index}.png`;
    if (index < 100) mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), makePng(16, 16));
    table.push(`${name},青花瓷风格，第${index}件`);
  }
  writeFileSync(join(folder, 'porcelain.csv'), `${table.join('\n')}\n`);
  writeFileSync(join(folder, 'experiment.yaml'), experimentText('porcelain', 'porcelain'));
  return join(folder, 'images/50', `${count / 2 + 50}.png`);
}
