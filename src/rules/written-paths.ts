import type { Path } from '../diagnostics/diagnostic.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { NO_FACTS } from '../experiment/facts.ts';
import { startFiles } from './start-files.ts';

/** A path that the experiment names, and where. */
export interface WrittenPath {
  readonly path: string;
  readonly at: Path;
}

const known = new WeakMap<Experiment, readonly WrittenPath[]>();

/** Paths of the part that is shared by all machines: data, lists, weights, classes of tags. Remembers them, for several rules ask. */
export function experimentPaths(experiment: Experiment): readonly WrittenPath[] {
  const paths = known.get(experiment) ?? findPaths(experiment);
  known.set(experiment, paths);
  return paths;
}

function findPaths(experiment: Experiment): readonly WrittenPath[] {
  const { data, captions } = experiment;
  const weights = startFiles(experiment, NO_FACTS);
  const sources = Object.entries(data.sources).flatMap(([name, { csv, folder }]) => [
    ...(csv === undefined ? [] : [{ path: csv, at: ['data', 'sources', name, 'csv'] }]),
    ...(folder === undefined ? [] : [{ path: folder, at: ['data', 'sources', name, 'folder'] }]),
  ]);
  const lists = data.filters.flatMap((filter, index) =>
    Object.entries(filter).flatMap(([kind, path]) =>
      typeof path === 'string' ? [{ path, at: ['data', 'filters', index, kind] }] : [],
    ),
  );
  const classes = Object.entries(captions.classes).flatMap(([name, members]) =>
    Object.entries(members).flatMap(([kind, path]) =>
      kind === 'pattern' ? [] : [{ path, at: ['captions', 'classes', name, kind] }],
    ),
  );
  return [...weights, ...sources, ...lists, ...classes];
}

/** Paths of the machine block. */
export function machinePaths({ machine }: Experiment): readonly WrittenPath[] {
  const { checkout, packed, data_root } = machine;
  return [
    { path: checkout, at: ['machine', 'checkout'] },
    ...(data_root === undefined ? [] : [{ path: data_root, at: ['machine', 'data_root'] }]),
    { path: packed, at: ['machine', 'packed'] },
  ];
}

const HOME = /^~[^/]*(\/|$)/;
const VARIABLE = /\$(\w+|\{\w+\})/;

/** Whether a shell would put a home folder in place of the beginning. */
export function startsAtHome(text: string): boolean {
  return HOME.test(text);
}

/** The first variable that a shell would replace by its value. */
export function variableIn(text: string): string | undefined {
  return VARIABLE.exec(text)?.[0];
}

/** Whether a path cannot mean what is written; its own rule says so, and nobody needs to hear that it is missing. */
export function isMisspelled(path: string): boolean {
  return startsAtHome(path) || variableIn(path) !== undefined || path.includes('\\');
}
