import { Document, isMap, isScalar, isSeq, type Node, type ScalarTag } from 'yaml';
import type { Path } from '../diagnostics/diagnostic.ts';
import type { Experiment, Written } from '../experiment/experiment.ts';
import type { Places } from '../rules/run-rules.ts';
import { portableNumber } from '../source/portable-yaml.ts';
import { lineAt } from '../source/source-file.ts';

/** The whole experiment as YAML, each value with where it comes from: a line of a file, or the default. */
export function resolvedText(experiment: Experiment, written: Written, places: Places): string {
  const { machineName: _, stage: __, ...value } = experiment;
  const document = new Document(value, {
    compat: 'yaml-1.1',
    customTags: (tags) => [PORTABLE_NUMBER, ...tags],
  });
  annotate(document.contents, [], written, places);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** Small and large numbers in the form that every reader takes for a number. */
const PORTABLE_NUMBER: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^-?\d\.\d+e[-+]\d+$/, // the library prefers tags with a test
  identify: (value) => typeof value === 'number' && String(value).includes('e'),
  resolve: Number,
  stringify: ({ value }) => portableNumber(String(value)),
};

function annotate(node: unknown, path: Path, written: unknown, places: Places): void {
  if (isMap(node) && node.items.length > 0) {
    for (const pair of node.items) {
      const key = String((pair.key as Node & { value: unknown }).value); // keys of a plain object are scalars
      annotate(pair.value, [...path, key], inside(written, key), places);
    }
  } else if (isSeq(node) && node.items.some((item) => isMap(item))) {
    node.items.forEach((item, index) => annotate(item, [...path, index], inside(written, index), places));
  } else if (isScalar(node) || isSeq(node) || isMap(node)) {
    if (!isScalar(node)) node.flow = true;
    node.comment = ` ${originOf(path, written, places)}`;
  }
}

const inside = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined;

/** Where a value is written, and what it was computed from where it was. */
function originOf(path: Path, written: unknown, places: Places): string {
  const computed = written === 'auto' ? 'auto, ' : isTuned(written) ? scaled(written) : '';
  if (!places.isWritten(path)) return `${computed}default`;
  const { file, start } = places.locate(path, 'value');
  return `${computed}${file.path}:${lineAt(file, start)}`;
}

interface Tuned {
  readonly tuned: number;
  readonly at_batch: number;
}

const isTuned = (value: unknown): value is Tuned => inside(value, 'tuned') !== undefined;

const scaled = ({ tuned, at_batch: batch }: Tuned): string => `from ${tuned} at batch ${batch}, `;
