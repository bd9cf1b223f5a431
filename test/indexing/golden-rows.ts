import { readFileSync } from 'node:fs';

import { joinRows, type PackedRows, type RowTable } from '../../src/indexing/row-table.ts';

const golden = new URL('../golden/indexkits/', import.meta.url);

/** An index file of the real tool, as far as tests look into it. */
export interface GoldenIndex {
  readonly data_type: readonly string[];
  readonly config_file: string;
  readonly arrow_files: readonly string[];
  readonly cum_length: readonly number[];
  readonly indices: readonly number[];
}

interface GoldenShard {
  readonly path: string;
  readonly num_rows: number;
  readonly columns: {
    readonly md5?: readonly (string | null)[];
    readonly width?: readonly (number | null)[];
    readonly height?: readonly (number | null)[];
  };
}

export function goldenUrl(path: string): URL {
  return new URL(path, golden);
}

export function readGoldenText(path: string): string {
  return readFileSync(goldenUrl(path), 'utf8');
}

/** The caller names the type: golden files are written by one tool in one shape. */
export function readGolden<T>(path: string): T {
  return JSON.parse(readGoldenText(path)) as T;
}

/** The golden rows of each Arrow file of an index; every file becomes a source of its own. Absent columns are 1x1 and zero. */
export function goldenTable(folder: string, arrowFiles: readonly string[]): RowTable {
  const { shards } = readGolden<{ shards: readonly GoldenShard[] }>(`${folder}/rows.json`);
  return joinRows(
    arrowFiles.map((file) => {
      const shard = shards.find(({ path }) => path === file.replace(/^\.\//, ''));
      if (shard === undefined) throw new Error(`${folder} has no rows of ${file}`);
      return { source: file, ...packedRows(file, shard) };
    }),
  );
}

function packedRows(file: string, { num_rows: rows, columns }: GoldenShard): PackedRows {
  const side = (column: readonly (number | null)[] | undefined) =>
    Int32Array.from({ length: rows }, (_, row) => column?.[row] ?? 1);
  const md5 = new Uint8Array(rows * 16);
  columns.md5?.forEach((sum, row) => md5.set(Buffer.from(sum ?? '', 'hex'), row * 16));
  return { shards: [{ file, rows }], widths: side(columns.width), heights: side(columns.height), md5 };
}
