import type { Path } from '../diagnostics/diagnostic.ts';
import { isWritten, locate } from '../source/locate.ts';
import type { Parsed } from '../source/parse-yaml.ts';
import type { Places } from './run-rules.ts';

/** Paths under `machine` lie in the machine file when there is one, all others in the experiment file. */
export function placesOf(experiment: Parsed, machine: Parsed | undefined): Places {
  const owner = (path: Path): Parsed => (path[0] === 'machine' && machine ? machine : experiment);
  return {
    locate: (path, what) => locate(owner(path), path, what),
    isWritten: (path) => isWritten(owner(path), path),
  };
}
