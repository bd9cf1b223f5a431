/** Column of the Arrow shards with the captions of a column of the CSV: upstream reads the first variant's (`arrow_column` in captions.py). */
export function arrowColumn(column: string, first: string): string {
  return column === first ? 'text_zh' : `caption_${column}`;
}
