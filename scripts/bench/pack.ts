import { mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, freemem } from 'node:os';
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
  const { temp, say } = bench;
  say(`generating ${bench.sizeMb} MB of images`);
  const { paths, bytes } = writeImageSource(temp, bench.sizeMb);
  await writeFile(join(temp, 'paths'), paths.join('\0'));
  await writeFile(join(temp, 'step.json'), JSON.stringify(packStep));
  const child = await bundleChild(new URL('./child/pack-once.ts', import.meta.url), temp);
  const ours: Command = { argv: [process.execPath, child, 'step.json', temp], cwd: temp };
  const side = async () => {
    const { seconds, stdout } = await runTimed(ours);
    if (Number(stdout) !== paths.length) throw new Error(`${stdout} of ${paths.length} images were packed`);
    return seconds;
  };
  await clear(temp);
  const peak = await runForPeak(ours, join(temp, 'peak'));
  const tell = (seconds: number) =>
    `${formatSeconds(seconds)}, ${Math.round(bytes / 1e6 / seconds)} MB/s, ${formatPeak(peak)}`;
  return [await againstFloor(bench, side, tell), await againstPeer(bench, side, tell), peakRow(peak)];
}

/** The floor reads, sums and writes the same bytes, each in a process of its own, and does not wait for the disk. */
async function againstFloor(
  { temp, say }: Bench,
  ours: Side['run'],
  tell: (seconds: number) => string,
): Promise<Row> {
  say(floorFigure);
  const floor: Command = { argv: ['sh', '-c', 'xargs -0 cat < paths | tee floor.out | md5sum'], cwd: temp };
  const seconds = await interleavePair(temp, ours, floor, 5);
  return {
    kind: 'measured',
    figure: floorFigure,
    value: seconds.ours / seconds.other,
    unit: 'x',
    target: { atMost: 0.9 },
    ours: tell(seconds.ours),
    peer: `\`xargs cat | tee | md5sum\` ${formatSeconds(seconds.other)}`,
  };
}

async function againstPeer(bench: Bench, ours: Side['run'], tell: (seconds: number) => string): Promise<Row> {
  const { temp, upstream, python, say } = bench;
  if (upstream === undefined) return skipped(peerFigure, '--upstream');
  say(peerFigure);
  const cores = availableParallelism();
  const script = join(upstream, 'hydit/data_loader/csv2arrow.py');
  const peer: Command = { argv: [python, script, 'upstream.csv', 'upstream', String(cores)], cwd: temp };
  const seconds = await interleavePair(temp, ours, peer, 3);
  await clear(temp);
  const peak = await runForPeak(peer, join(temp, 'peak'));
  return {
    kind: 'measured',
    figure: peerFigure,
    value: seconds.ours / seconds.other,
    unit: 'x',
    target: { atMost: 1 },
    ours: tell(seconds.ours),
    peer: `${formatSeconds(seconds.other)} with ${cores} processes, ${formatPeak(peak)}`,
  };
}

function peakRow(peak: number | undefined): Row {
  if (peak === undefined) return skipped(peakFigure, 'GNU time');
  return {
    kind: 'measured',
    figure: peakFigure,
    value: peak,
    unit: 'MiB',
    target: { atMost: 400 },
    ours: '',
    peer: '',
  };
}

function interleavePair(temp: string, ours: Side['run'], other: Command, rounds: number) {
  const prepare = () => clear(temp);
  const run = async () => (await runTimed(other)).seconds;
  return interleave({ ours: { prepare, run: ours }, other: { prepare, run } }, { rounds });
}

const packStep: PackStep = {
  kind: 'pack',
  id: 'pack-porcelain',
  source: 'porcelain',
  input: { csv: 'porcelain.csv' },
  columns: { image: 'image_path', text: 'text', md5: 'md5', width: 'width', height: 'height' },
  captions: ['text'],
  dataRoot: '.',
  shard: { rows: 5000, bytes: 2 ** 31 },
  badImages: { action: 'skip', atMost: 0 },
  out: 'packed/shards/porcelain-1',
};

/**
 * Removes what the last side wrote, lets its bytes reach the disk, and touches as much memory as a side needs for its files, so that no
 * side pays for another's, nor for memory that the host of a virtual machine took back: a gigabyte of it costs a second at first touch.
 */
async function clear(temp: string): Promise<void> {
  for (const name of ['packed', 'floor.out', 'upstream'])
    await rm(join(temp, name), { recursive: true, force: true });
  await mkdir(join(temp, 'packed/shards'), { recursive: true });
  await runTimed({ argv: ['sync'] });
  const bytes = Math.floor(Math.min(3e9, freemem() / 2));
  await runTimed({ argv: [process.execPath, '-e', `Buffer.alloc(${bytes}, 1)`] });
}
