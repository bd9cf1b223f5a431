import type { Path } from '../diagnostics/diagnostic.ts';
import type { Experiment } from '../experiment/experiment.ts';

/** A path that the experiment names, and where. */
export interface WrittenPath {
  readonly path: string;
  readonly at: Path;
}

/** Paths of the part that is shared by all machines: data, lists, weights. */
export function experimentPaths({ data, model }: Experiment): readonly WrittenPath[] {
  const weights = model.weights.includes('/') ? [{ path: model.weights, at: ['model', 'weights'] }] : [];
  const sources = Object.entries(data.sources).flatMap(([name, { csv, folder }]) => [
    ...(csv === undefined ? [] : [{ path: csv, at: ['data', 'sources', name, 'csv'] }]),
    ...(folder === undefined ? [] : [{ path: folder, at: ['data', 'sources', name, 'folder'] }]),
  ]);
  const lists = data.filters.flatMap((filter, index) =>
    Object.entries(filter).flatMap(([kind, path]) =>
      typeof path === 'string' ? [{ path, at: ['data', 'filters', index, kind] }] : [],
    ),
  );
  return [...weights, ...sources, ...lists];
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
