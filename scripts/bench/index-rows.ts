import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IndexStep } from '../../src/plan/plan.ts';
import type { Bench } from './bench.ts';
import { bundleChild } from './bundle-child.ts';
import { formatPeak, formatSeconds } from './format.ts';
import { interleave } from './interleave.ts';
import { writePackedRows } from './packed-rows.ts';
import { skipped, type Row } from './row.ts';
import { runForPeak, runTimed, type Command } from './run-timed.ts';

const figures = {
  base: 'index of 1 M rows against idk base',
  multi: 'index of 1 M rows in buckets against idk multireso',
};
const rows = 1_000_000;
const minSide = 768;
const shards = 'packed/shards/porcelain-1';

/** Both kinds of index over a million rows, against the upstream tool on Arrow files with the same rows. */
export async function indexRows({ temp, upstream, python, say }: Bench): Promise<readonly Row[]> {
  if (upstream === undefined) return Object.values(figures).map((figure) => skipped(figure, '--upstream'));
  say(`generating ${rows.toLocaleString('en-US')} rows`);
  writePackedRows(join(temp, shards), 'porcelain', rows);
  const maker = fileURLToPath(new URL('./child/make-arrow.py', import.meta.url));
  await runTimed({ argv: [python, maker, join(temp, shards), join(temp, 'arrows')] });
  const child = await bundleChild(new URL('./child/index-once.ts', import.meta.url), temp);
  const tool = (...args: string[]): Command => ({
    argv: [python, join(upstream, 'IndexKits/bin/idk'), ...args],
    cwd: temp,
    env: { PYTHONPATH: join(upstream, 'IndexKits') },
  });
  const ours = async (kind: 'base' | 'multi'): Promise<Command> => {
    const step = indexStep(kind);
    await writeFile(join(temp, `${kind}.json`), JSON.stringify(step));
    await mkdir(dirname(join(temp, step.out)), { recursive: true });
    return { argv: [process.execPath, child, join(temp, `${kind}.json`), temp] };
  };
  await writeFile(join(temp, 'idk.yaml'), idkConfig());
  const base = await compare(
    temp,
    'base',
    await ours('base'),
    tool('base', '-c', 'idk.yaml', '-t', 'theirs-base.json'),
    say,
  );
  const multi = await compare(
    temp,
    'multi',
    await ours('multi'),
    tool(
      'multireso',
      '-s',
      'theirs-base.json',
      '-t',
      'theirs-multi.json',
      '--base-size',
      '1024',
      '--reso-step',
      '64',
    ),
    say,
  );
  return [base, multi];
}

async function compare(
  temp: string,
  kind: 'base' | 'multi',
  ours: Command,
  theirs: Command,
  say: Bench['say'],
): Promise<Row> {
  say(figures[kind]);
  const out = join(temp, indexStep(kind).out);
  // An index that is there already would not be written again.
  const prepare = () => rm(out, { force: true });
  const pair = {
    prepare,
    run: async () => (await runTimed(ours)).seconds,
  };
  const seconds = await interleave(
    { ours: pair, theirs: { run: async () => (await runTimed(theirs)).seconds } },
    { rounds: 5, warmUps: 1 },
  );
  await refuseDifference(out, join(temp, `theirs-${kind}.json`));
  await prepare();
  const peak = await runForPeak(ours, join(temp, 'peak'));
  const theirPeak = await runForPeak(theirs, join(temp, 'peak'));
  return {
    kind: 'measured',
    figure: figures[kind],
    value: seconds.theirs / seconds.ours,
    unit: 'x',
    target: { atLeast: kind === 'base' ? 8 : 20 },
    ours: `${formatSeconds(seconds.ours)}, ${formatPeak(peak)}`,
    peer: `${formatSeconds(seconds.theirs)}, ${formatPeak(theirPeak)}`,
  };
}

/** Speed counts only for the same result. */
async function refuseDifference(ours: string, theirs: string): Promise<void> {
  const [a, b] = await Promise.all(
    [ours, theirs].map(async (path): Promise<unknown> => JSON.parse(await readFile(path, 'utf8')).indices),
  );
  if (!isDeepStrictEqual(a, b)) throw new Error('the two indexes hold different rows');
}

function indexStep(kind: 'base' | 'multi'): IndexStep {
  return {
    kind: 'index',
    id: 'index-main',
    stage: 'main',
    needs: [],
    sources: [{ source: 'porcelain', shards, times: 1 }],
    filters: [{ min_side: minSide }],
    dedupe: false,
    resolution: kind === 'base' ? { kind: 'single', size: 1024 } : { kind: 'multi', base: 1024, step: 64 },
    out: `packed/index/${kind}/main.json`,
  };
}

/** The configuration of `idk base` with the same filter, as upstream's own example has it. */
function idkConfig(): string {
  const filter = (name: string) =>
    `    - {name: ${name}, type: int, action: ge, target: ${minSide}, default: 0}\n`;
  return `source:\n  - ./arrows/*.arrow\nfilter:\n  column:\n${filter('height')}${filter('width')}`;
}
