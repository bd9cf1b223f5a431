import type { Path } from '../diagnostics/diagnostic.ts';
import { originOf, placeOf } from '../expand/expand-run.ts';
import type { Origin } from '../expand/layer.ts';
import { isWritten, locate } from '../source/locate.ts';
import type { Parsed } from '../source/parse-yaml.ts';
import type { Places } from './run-rules.ts';

/**
 * Overrides lie where their stage, run or command line is; paths under `machine` in the machine file when there is one; all
 * others in the experiment file.
 */
export function placesOf(
  experiment: Parsed,
  machine: Parsed | undefined,
  origins: readonly Origin[] = [],
): Places {
  const owner = (path: Path): Parsed => (path[0] === 'machine' && machine ? machine : experiment);
  return {
    locate: (path, what) =>
      originOf(path, origins) === undefined
        ? locate(owner(path), path, what)
        : placeOf(path, what, origins, experiment),
    isWritten: (path) => originOf(path, origins) !== undefined || isWritten(owner(path), path),
  };
}
