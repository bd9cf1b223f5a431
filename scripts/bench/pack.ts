import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackStep } from '../../src/plan/plan.ts';
import type { Bench } from './bench.ts';
import { bundleChild } from './bundle-child.ts';
import { formatPeak, formatSeconds } from './format.ts';
import { writeImageSource } from './image-source.ts';
import { interleave, type Side } from './interleave.ts';
import { skipped, type Row } from './row.ts';
import { runForPeak, runTimed, type Command } from './run-timed.ts';

const floorFigure = 'packing against reading, summing and writing the same bytes';
const peakFigure = 'packing, peak memory';
const peerFigure = 'packing against csv2arrow.py';

/** Packs generated images in a fresh process, against a shell pipe that only moves the bytes, and against the upstream script. */
export async function pack(bench: Bench): Promise<readonly Row[]> {
  const { temp, upstream, say } = bench;
  say(`generating ${bench.sizeMb} MB of images`);
  const { paths, bytes } = writeImageSource(temp, bench.sizeMb);
  await writeFile(join(temp, 'paths'), paths.join('\0'));
  await writeFile(join(temp, 'step.json'), JSON.stringify(packStep));
  const ours: Command = {
    argv: [
      process.execPath,
      await bundleChild(new URL('./child/pack-once.ts', import.meta.url), temp),
      join(temp, 'step.json'),
      temp,
    ],
  };
  const floor: Command = { argv: ['sh', '-c', 'xargs -0 cat < paths | tee floor.out | md5sum'], cwd: temp };
  const peer: Command | undefined =
    upstream === undefined
      ? undefined
      : {
          argv: [
            bench.python,
            join(upstream, 'hydit/data_loader/csv2arrow.py'),
            join(temp, 'upstream.csv'),
            join(temp, 'upstream'),
            '2',
          ],
          cwd: temp,
        };

  say('packing');
  const run = (command: Command) => async () => (await runTimed(command)).seconds;
  const runOurs = async () => {
    const { seconds, stdout } = await runTimed(ours);
    if (Number(stdout) !== paths.length) throw new Error(`${stdout} of ${paths.length} images were packed`);
    return seconds;
  };
  const prepare = () => clear(temp);
  const sides: Record<'ours' | 'floor', Side> = {
    ours: { prepare, run: runOurs },
    floor: { prepare, run: run(floor) },
  };
  const both = await interleave(
    peer ? { ...sides, peer: { prepare, run: run(peer) } } : { ...sides, peer: sides.floor },
    { rounds: 5 },
  );
  await prepare();
  const peak = await runForPeak(ours, join(temp, 'peak'));
  await prepare();
  const peerPeak = peer && (await runForPeak(peer, join(temp, 'peak')));

  const speed = `${formatSeconds(both.ours)}, ${Math.round(bytes / 1e6 / both.ours)} MB/s`;
  const side = { kind: 'measured', unit: 'x', ours: `${speed}, ${formatPeak(peak)}` } as const;
  return [
    {
      ...side,
      figure: floorFigure,
      value: both.ours / both.floor,
      target: { atMost: 0.9 },
      peer: `\`xargs cat | tee | md5sum\` ${formatSeconds(both.floor)}`,
    },
    peer
      ? {
          ...side,
          figure: peerFigure,
          value: both.ours / both.peer,
          target: { atMost: 1 },
          peer: `${formatSeconds(both.peer)} with 2 processes, ${formatPeak(peerPeak)}`,
        }
      : skipped(peerFigure, '--upstream'),
    peak === undefined
      ? skipped(peakFigure, 'GNU time')
      : {
          kind: 'measured',
          figure: peakFigure,
          value: peak,
          unit: 'MiB',
          target: { atMost: 400 },
          ours: formatPeak(peak),
          peer: formatPeak(peerPeak),
        },
  ];
}

const packStep: PackStep = {
  kind: 'pack',
  id: 'pack-porcelain',
  source: 'porcelain',
  input: { csv: 'porcelain.csv' },
  columns: { image: 'image_path', text: 'text', md5: 'md5', width: 'width', height: 'height' },
  dataRoot: '.',
  shard: { rows: 5000, bytes: 2 ** 31 },
  badImages: { action: 'skip', atMost: 0 },
  out: 'packed/shards/porcelain-1',
};

/** Removes what the last side wrote and lets its bytes reach the disk, so that no side pays for another's. */
async function clear(temp: string): Promise<void> {
  for (const name of ['packed', 'floor.out', 'upstream'])
    await rm(join(temp, name), { recursive: true, force: true });
  await mkdir(join(temp, 'packed/shards'), { recursive: true });
  await runTimed({ argv: ['sync'] });
}
