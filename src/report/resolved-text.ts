import { Document, isMap, isScalar, isSeq, type Node, type ScalarTag } from 'yaml';
import type { Path } from '../diagnostics/diagnostic.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Places } from '../rules/run-rules.ts';
import { portableNumber } from '../source/portable-yaml.ts';
import { positionAt } from '../source/source-file.ts';

/** The whole experiment as YAML, each value with where it comes from: a line of a file, or the default. */
export function resolvedText(experiment: Experiment, places: Places): string {
  const { machineName: _, ...value } = experiment;
  const document = new Document(value, {
    compat: 'yaml-1.1',
    customTags: (tags) => [PORTABLE_NUMBER, ...tags],
  });
  annotate(document.contents, [], places);
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

function annotate(node: unknown, path: Path, places: Places): void {
  if (isMap(node) && node.items.length > 0) {
    for (const pair of node.items)
      annotate(pair.value, [...path, String((pair.key as Node & { value: unknown }).value)], places); // keys of a plain object are scalars
  } else if (isSeq(node) && node.items.some((item) => isMap(item))) {
    node.items.forEach((item, index) => annotate(item, [...path, index], places));
  } else if (isScalar(node) || isSeq(node) || isMap(node)) {
    if (!isScalar(node)) node.flow = true;
    node.comment = ` ${originOf(path, places)}`;
  }
}

function originOf(path: Path, places: Places): string {
  if (!places.isWritten(path)) return 'default';
  const { file, start } = places.locate(path, 'value');
  return `${file.path}:${positionAt(file, start).line}`;
}
