import type { ColumnPositions } from './check-header.ts';
import { saysNothing } from './judge-caption.ts';
import type { SourceRow } from './source-row.ts';

/** All captions of a row, and as its `caption` the first that says something: upstream reads one column and must not find it empty. */
export function readVariants(
  record: readonly string[],
  { fields, captions }: ColumnPositions,
): Required<Pick<SourceRow, 'fields' | 'caption' | 'variants'>> {
  const variants = captions.map(({ column, field }) => ({ column, field, text: record[field] ?? '' }));
  const caption = variants.find(({ text }) => !saysNothing(text)) ?? variants[0];
  return { variants, caption: caption?.text, fields: { ...fields, caption: caption?.field ?? 0 } };
}

/** The captions that a row was written with, one for a source without variants. */
export function textsOf({ variants, caption = '' }: SourceRow): readonly string[] {
  return variants?.map(({ text }) => text) ?? [caption];
}

/** What a shard holds for the caption column at that place among several; undefined where it says nothing. */
export function variantText({ variants, caption }: SourceRow, place: number): string | undefined {
  // A folder has one caption, which is the first.
  const text = variants === undefined && place === 0 ? caption : variants?.[place]?.text;
  return text === undefined || saysNothing(text) ? undefined : text;
}
