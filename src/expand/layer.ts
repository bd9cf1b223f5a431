import type { Path } from '../diagnostics/diagnostic.ts';
import type { Parsed } from '../source/parse-yaml.ts';

/** Values that replace others: those of a stage, of a run, or of the command line. */
export interface Layer {
  readonly kind: 'stage' | 'run' | 'command';
  /** Where the map of overrides is written. */
  readonly parsed: Parsed;
  readonly at: Path;
  /** New values by dotted path. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** A value that was replaced, and where the new one is written. */
export interface Origin {
  /** Steps to the value in the experiment. */
  readonly steps: Path;
  readonly layer: Layer;
  /** Its key in the layer. */
  readonly key: string;
}

/** Keys of a stage or a run that are no overrides. */
const OWN = new Set(['id', 'use', 'start_from']);

/** The overrides of a stage or a run as a layer. */
export function layerOf(
  kind: 'stage' | 'run',
  parsed: Parsed,
  at: Path,
  row: Readonly<Record<string, unknown>>,
): Layer {
  const values = Object.fromEntries(Object.entries(row).filter(([key]) => !OWN.has(key)));
  return { kind, parsed, at, values };
}
