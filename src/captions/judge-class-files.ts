import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Facts } from '../experiment/facts.ts';
import { makeFileBeside } from '../source/source-file.ts';
import type { Finding } from './finding.ts';
import { readDictionary } from './read-dictionary.ts';
import { readList } from './read-list.ts';

/** What is wrong inside of lists and dictionaries, at its line there. A file that is missing is for the rules. */
export function judgeClassFiles(
  classes: Experiment['captions']['classes'],
  files: Facts['classFiles'],
  experiment: SourceFile,
): readonly Diagnostic[] {
  return Object.values(classes).flatMap((members) => {
    if ('pattern' in members) return [];
    const path = 'list' in members ? members.list : members.dictionary;
    const text = files[path]?.text;
    if (text === undefined) return [];
    const { findings } = 'list' in members ? readList(text) : readDictionary(text);
    const file = makeFileBeside(experiment, path, text);
    return findings.map((finding) => diagnosticOf(finding, file));
  });
}

function diagnosticOf(
  { line, column, end, code, severity, message, help }: Finding,
  file: Diagnostic['span']['file'],
): Diagnostic {
  const start = (file.lineStarts[line - 1] ?? 0) + column - 1;
  return { code, severity, message, help, path: [], span: { file, start, end: start + end - column } };
}
