import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.ts';
import { commandLine, missingCommandLine } from './command-line.ts';
import { formatSeconds } from './format.ts';
import { interleave } from './interleave.ts';
import { skipped, type Row } from './row.ts';
import { runTimed } from './run-timed.ts';

const figure = 'check of one file, cold, against an empty Node';
const example = fileURLToPath(new URL('../../examples/porcelain/lora.yaml', import.meta.url));

/** What a check costs above the start of Node itself. */
export async function checkCold({ temp }: Bench): Promise<readonly Row[]> {
  const missing = missingCommandLine();
  if (missing !== undefined) return [skipped(figure, missing)];
  const time = async (...args: string[]) =>
    (await runTimed({ argv: [process.execPath, ...args], cwd: temp })).seconds;
  const { check, empty } = await interleave(
    { check: { run: () => time(commandLine, 'check', example) }, empty: { run: () => time('-e', '0') } },
    { rounds: 21, warmUps: 3 },
  );
  return [
    {
      kind: 'measured',
      figure,
      value: check / empty,
      unit: 'x',
      target: { atMost: 1.6 },
      ours: formatSeconds(check),
      peer: `\`node -e 0\` ${formatSeconds(empty)}`,
    },
  ];
}
