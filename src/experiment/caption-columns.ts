import type { Experiment } from './experiment.ts';

/**
 * Columns of the CSV that hold captions, each once, in the order of the variants; without variants `data.columns.text`. Where there are
 * several, shards hold each of them as `captionColumn`; a single one is their `text_zh`.
 */
export function captionColumns({
  captions,
  data,
}: Pick<Experiment, 'captions'> & {
  readonly data: Pick<Experiment['data'], 'columns'>;
}): readonly string[] {
  const columns = new Set(Object.values(captions.variants).map(({ column }) => column));
  return columns.size === 0 ? [data.columns.text] : [...columns];
}

/** Name that a caption column of the CSV has in the shards, where there are several. */
export function captionColumn(column: string): string {
  return `caption_${column}`;
}
