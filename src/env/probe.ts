import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Experiment } from '../experiment/experiment.ts';
import type { Facts, PathStatus, SourceFacts } from '../experiment/facts.ts';

/** Bytes of a CSV that are read for its header, always into the same place. */
const HEADER_BYTES = 64 * 1024;
const header = Buffer.alloc(HEADER_BYTES);

/**
 * Looks at the files that the experiment names, without reading the data. A look takes microseconds, and handing it to
 * another thread many times as long: over a thousand files that is what a check would mostly wait for.
 */
export async function probe(experiment: Experiment, folder: string): Promise<Facts> {
  const { data, model } = experiment;
  const at = (path: string): string => resolve(folder, path);
  const sources = await Promise.all(
    Object.entries(data.sources).map(
      async ([name, { csv, folder: images }]) => [name, await probeSource(csv ?? images, at)] as const,
    ),
  );
  const lists = data.filters
    .flatMap((filter) => Object.values(filter))
    .filter((value) => typeof value === 'string');
  const statuses = lists.map((list) => [list, statusOf(at(list))] as const);
  const facts = { sources: Object.fromEntries(sources), lists: Object.fromEntries(statuses) };
  return model.weights.includes('/') ? { ...facts, weights: statusOf(at(model.weights)) } : facts;
}

async function probeSource(path: string | undefined, at: (path: string) => string): Promise<SourceFacts> {
  if (path === undefined) return { status: 'missing' };
  const status = statusOf(at(path));
  if (status !== 'file') return { status };
  const columns = await readColumns(at(path));
  return columns ? { status, columns } : { status };
}

function statusOf(path: string): PathStatus {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code; // fs throws system errors only
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable';
  }
}

/** Names in the first record; undefined when they cannot be told without reading the whole file. */
async function readColumns(path: string): Promise<readonly string[] | undefined> {
  const head = readHead(path);
  if (head === undefined || head.includes('\0') || head.includes('\uFFFD')) return undefined;
  const line = head.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '';
  if (!line.includes('"')) return line.split(',');
  const { parse } = await import('csv-parse/sync');
  try {
    return parse(head, { bom: true, to: 1, relax_column_count: true })[0];
  } catch {
    return undefined; // the build reads the file whole and says what is wrong, with its place
  }
}

function readHead(path: string): string | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      const read = readSync(file, header, 0, HEADER_BYTES, 0);
      // A character may be cut at the end of the window: only whole lines count, unless there is one line.
      const end = read < HEADER_BYTES ? read : header.lastIndexOf(10) + 1;
      return end > 0 ? header.toString('utf8', 0, end) : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined; // the status says that it cannot be read
  }
}
