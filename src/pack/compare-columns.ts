import type { Remark } from './reasons.ts';
import type { SourceRow } from './source-row.ts';

/** Compares what the CSV says about a file with what was measured, which is what gets packed. */
export function compareColumns(
  row: SourceRow,
  measured: { readonly width: number; readonly height: number; readonly md5: Buffer },
): Remark[] {
  const remarks: Remark[] = [];
  if (row.md5 !== undefined && row.md5.trim().toLowerCase() !== measured.md5.toString('hex')) {
    remarks.push({ reason: 'md5-differs', detail: `the CSV says \`${row.md5}\``, field: 'image' });
  }
  const differs = (written: string | undefined, real: number) =>
    written !== undefined && Number(written) !== real;
  if (differs(row.width, measured.width) || differs(row.height, measured.height)) {
    const said = `${row.width ?? '?'}x${row.height ?? '?'}`;
    const detail = `the CSV says ${said}, the file is ${measured.width}x${measured.height}`;
    remarks.push({ reason: 'size-differs', detail, field: 'image' });
  }
  return remarks;
}
