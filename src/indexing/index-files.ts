import { parse } from 'node:path';

import { bucketName, type Bucket } from './resolution-buckets.ts';
import { groupLength } from './group-length.ts';
import { renderNpz } from './npz.ts';
import { renderPythonJson } from './python-json.ts';

/** What every index says about itself and its shards; text is passed through as it is. */
export interface IndexHeader {
  readonly dataType: readonly string[];
  readonly configFile: string;
  /** As the reader is to open them, in the order of the rows. */
  readonly arrowFiles: readonly string[];
  /** Running total of the shards' rows. */
  readonly cumLength: readonly number[];
}

/** Bytes of an index: the JSON, and the npz beside it where there is one. */
export interface IndexFiles {
  readonly json: Buffer;
  readonly npz: Buffer | undefined;
}

/** Above this many row ids they move from the JSON into an npz (HunyuanDiT 368280e, IndexKits indexer.py, `max_indices`). */
export const indicesOverLimit = 5_000_000;

/** Name of the npz beside `file`: only the last extension goes, as in Python's `Path.stem`. */
export function npzName(file: string): string {
  return `${parse(file).name}.index.npz`;
}

/** What `idk base` writes as `file` for these ascending row ids: byte for byte in the JSON, array for array in the npz. */
export function renderBaseIndex(file: string, header: IndexHeader, indices: Int32Array): IndexFiles {
  const large = indices.length > indicesOverLimit;
  const json = renderPythonJson({
    ...commonFields(header, large ? npzName(file) : ''),
    group_length: groupLength(indices, header.cumLength),
    indices: large ? [] : indices,
    example_indices: [],
  });
  return { json, npz: large ? renderNpz([['x', indices]]) : undefined };
}

/** What `idk multireso` writes as `file`; `members[k]` holds the ascending row ids of `buckets[k]`, and empty buckets are left out. */
export function renderMultiIndex(
  file: string,
  header: IndexHeader,
  buckets: readonly Bucket[],
  members: readonly Int32Array[],
): IndexFiles {
  const arrays = buckets.flatMap((bucket, position) => {
    const indices = members[position];
    return indices === undefined || indices.length === 0 ? [] : [[bucketName(bucket), indices] as const];
  });
  const json = renderPythonJson({
    ...commonFields(header, npzName(file)),
    group_length: Object.fromEntries(
      arrays.map(([name, indices]) => [name, groupLength(indices, header.cumLength)]),
    ),
    indices: {},
    example_indices: {},
  });
  return { json, npz: renderNpz(arrays) };
}

function commonFields(header: IndexHeader, indicesFile: string) {
  return {
    data_type: header.dataType,
    config_file: header.configFile,
    indices_file: indicesFile,
    arrow_files: header.arrowFiles,
    cum_length: header.cumLength,
  };
}
