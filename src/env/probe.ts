import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isMissing } from '../disk/system-error.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { networksOf } from '../experiment/networks.ts';
import type { Facts, PathStatus, SourceFacts, TextFacts } from '../experiment/facts.ts';

/** Bytes of a CSV that are read for its header, always into the same place. */
const HEADER_BYTES = 64 * 1024;
const header = Buffer.alloc(HEADER_BYTES);

/** Takes a byte order mark away; what is not UTF-8 throws. */
const utf8 = new TextDecoder('utf-8', { fatal: true });
/** The same with the mark, which is a fault in some files. */
const utf8WithMark = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Sources by their absolute path: experiments of one folder often share a CSV. */
export type Seen = Map<string, SourceFacts>;

/**
 * Looks at the files that the experiment names, without reading the data. A look takes microseconds, and handing it to
 * another thread many times as long: over a thousand files that is what a check would mostly wait for.
 */
export async function probe(experiment: Experiment, folder: string, seen: Seen = new Map()): Promise<Facts> {
  const { data, model, method, machine } = experiment;
  const at = (path: string): string => resolve(folder, path);
  const sources: [name: string, facts: SourceFacts][] = [];
  const captionsWanted = Object.values(experiment.captions.variants).map(({ column }) => column);
  for (const [name, { csv, folder: images = '' }] of Object.entries(data.sources)) {
    const path = at(csv ?? images);
    const facts = seen.get(path) ?? (await probeSource(path));
    seen.set(path, facts);
    const captions =
      facts.columns && captionsWanted.length > 0 ? await sampleCaptions(path, captionsWanted) : undefined;
    sources.push([name, captions ? { ...facts, captions } : facts]);
  }
  const lists = data.filters
    .flatMap((filter) => Object.values(filter))
    .filter((value) => typeof value === 'string');
  const statuses = lists.map((list) => [list, statusOf(at(list))] as const);
  const classFiles = classFilesOf(experiment).map((path) => [path, probeText(at(path))] as const);
  const facts = {
    sources: Object.fromEntries(sources),
    lists: Object.fromEntries(statuses),
    classFiles: Object.fromEntries(classFiles),
  };
  const networks = probeNetworks(experiment, at(machine.checkout));
  return {
    ...facts,
    ...(machine.launch.kind === 'hosts' && {
      hostfile: probeText(at(machine.launch.hostfile), utf8WithMark),
    }),
    ...(model.weights.includes('/') && { weights: statusOf(at(model.weights)) }),
    ...(method.kind === 'ipadapter' &&
      method.weights.includes('/') && { adapter: statusOf(at(method.weights)) }),
    ...(networks && { networks }),
  };
}

/** Which networks of the method are there; undefined without a checkout, which then is on another machine. */
function probeNetworks(experiment: Experiment, checkout: string): Facts['networks'] {
  const wanted = networksOf(experiment);
  if (wanted.length === 0 || statusOf(join(checkout, 'hydit')) !== 'folder') return undefined;
  const isThere = (place: string): boolean => statusOf(join(checkout, place)) === 'file';
  return Object.fromEntries(wanted.map(({ name, places }) => [name, places.some(isThere)]));
}

/** Lists and dictionaries of the classes of tags, as they are written. */
function classFilesOf({ captions }: Experiment): readonly string[] {
  return Object.values(captions.classes).flatMap((members) =>
    'list' in members ? [members.list] : 'dictionary' in members ? [members.dictionary] : [],
  );
}

function probeText(path: string, decoder = utf8): TextFacts {
  const status = statusOf(path);
  if (status !== 'file') return { status };
  try {
    return { status, text: decoder.decode(readFileSync(path)) };
  } catch {
    return { status: 'unreadable' };
  }
}

async function probeSource(path: string): Promise<SourceFacts> {
  const status = statusOf(path);
  if (status !== 'file') return { status };
  const columns = await readColumns(path);
  return columns ? { status, columns } : { status };
}

function statusOf(path: string): PathStatus {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    return isMissing(error) ? 'missing' : 'unreadable';
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

/** Captions of the rows that lie wholly in the head of a CSV; undefined when the head cannot be read. */
async function sampleCaptions(
  path: string,
  columns: readonly string[],
): Promise<SourceFacts['captions'] | undefined> {
  const head = readHead(path);
  if (head === undefined) return undefined;
  const { parse } = await import('csv-parse/sync');
  try {
    // The last record may go on behind the head.
    const [names = [], ...records]: string[][] = parse(head, {
      bom: true,
      relax_column_count: true,
      to: SAMPLED_ROWS,
    });
    const rows = records.slice(0, -1);
    return Object.fromEntries(
      columns.flatMap((column) => {
        const at = names.indexOf(column);
        return at < 0 ? [] : [[column, rows.map((row) => row[at] ?? '')]];
      }),
    );
  } catch {
    return undefined; // a quote that the head cuts: the build reads the file whole
  }
}

/** Rows whose captions a check looks at: enough for what hits nothing or everything. */
const SAMPLED_ROWS = 500;

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
