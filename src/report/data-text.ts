import type { IndexReport } from '../indexing/index-report.ts';
import type { CropReport } from '../indexing/crop-report.ts';
import type { PartReport } from '../pack/pack-part.ts';
import type { PackReport } from '../pack/pack-source.ts';
import { formatRowFinding } from '../pack/report-rows.ts';
import { count } from './epochs-text.ts';

/** What packing a source came to, one line and one more for each kind of row that a person should look at. */
export function packText({
  source,
  out,
  unchanged,
  kept,
  skipped,
  bytes,
  shards,
  reusedShards,
  findings,
}: PackReport): string {
  const packed = shards - reusedShards;
  const work =
    packed === 0 ? `put ${shardCount(shards)} together` : `packed ${packed} of ${shardCount(shards)}`;
  const what = unchanged ? 'is up to date' : work;
  return packedText(`${source}: ${what}`, { kept, skipped, bytes, findings, folder: out });
}

/** What packing a part of a source came to, in as many lines. */
export function partText(report: PartReport): string {
  const { source, range, totalRows, shards, reusedShards } = report;
  const rows = `rows ${count(range.from + 1)} to ${count(range.end)} of ${count(totalRows)}`;
  return packedText(`${source}: ${rows}: packed ${shards - reusedShards} of ${shardCount(shards)}`, report);
}

function packedText(
  what: string,
  {
    kept,
    skipped,
    bytes,
    findings,
    folder,
  }: Pick<PartReport, 'kept' | 'skipped' | 'bytes' | 'findings' | 'folder'>,
): string {
  const lines = [`data     ${what}, ${count(kept)} rows, ${size(bytes)} in ${folder}`];
  if (skipped > 0) lines.push(`         ${count(skipped)} rows were skipped: see ${folder}/skipped.csv`);
  for (const finding of findings) lines.push(`         ${formatRowFinding(finding)}`);
  return `${lines.join('\n')}\n`;
}

const shardCount = (shards: number): string => `${shards} ${shards === 1 ? 'shard' : 'shards'}`;

/** What indexing came to: how many rows are left, and what each filter took. */
export function indexText({
  stage,
  out,
  rowsOut,
  images,
  buckets,
  removed,
  duplicates,
  upscaled,
  crop,
  written,
}: IndexReport): string {
  const shape = buckets.length === 1 ? 'one size' : `${buckets.length} buckets`;
  const lines = [
    `index    ${stage}: ${written ? 'wrote' : 'is up to date,'} ${count(rowsOut)} rows in ${shape} to ${out}`,
  ];
  for (const { filter, rows } of removed.filter((item) => item.rows > 0)) {
    lines.push(
      `         ${count(rows)} rows were removed by ${Object.entries(filter)
        .map(([key, value]) => `${key}: ${value}`)
        .join('')}`,
    );
  }
  if (duplicates > 0) lines.push(`         ${count(duplicates)} rows were duplicates`);
  if (upscaled > 0)
    lines.push(
      `         ${count(upscaled)} of ${count(images)} images are smaller than they are trained at and will be enlarged`,
    );
  if (crop.worst.share >= LEAST_CROP) lines.push(`         ${cropText(crop, images)}`);
  return `${lines.join('\n')}\n`;
}

/** A crop that takes less of every image is not worth a line. */
const LEAST_CROP = 0.1;

/** What the crop takes on average, of how many it takes much, and of which image the most. */
function cropText({ mean, many, worst }: CropReport, images: number): string {
  const { share, width, height, source, md5 } = worst;
  return [
    `cropping takes ${percent(mean)} of an image on average`,
    ...(many > 0 ? [`more than a quarter of ${count(many)} of ${count(images)}`] : []),
    `at most ${percent(share)}, of one of ${width} × ${height} in ${source} (md5 ${md5})`,
  ].join(', ');
}

const percent = (share: number): string => `${count(100 * share)} %`;

/** Bytes in the unit that leaves one to four digits. */
export function size(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${(bytes / 2 ** (10 * power)).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
