import type { Diagnostic, SourceFile, TextEdit } from '../diagnostics/diagnostic.ts';
import { parseYaml } from '../source/parse-yaml.ts';
import { makeSourceFile } from '../source/source-file.ts';
import { editsOf } from './edits-of.ts';

/** A text with fixes in it, and how many. */
export interface Fixed {
  readonly text: string;
  readonly fixes: number;
}

/**
 * Applies the fixes of findings about one file. Where two overlap the first wins; one that leaves the file with more faults of YAML, such
 * as a key that is corrected to one that stands there already, is left out.
 */
export function fixText(file: SourceFile, findings: readonly Diagnostic[]): Fixed {
  const wanted = findings.map(editsOf).filter((edits) => edits.length > 0);
  const limit = faultsIn(file);
  const all = choose(wanted);
  const fixed = apply(file.text, all.flat());
  if (faultsIn(makeSourceFile(file.path, fixed)) <= limit) return { text: fixed, fixes: all.length };
  const good: (readonly TextEdit[])[] = [];
  for (const edits of all) {
    const text = apply(file.text, [...good.flat(), ...edits]);
    if (faultsIn(makeSourceFile(file.path, text)) <= limit) good.push(edits);
  }
  return { text: apply(file.text, good.flat()), fixes: good.length };
}

const faultsIn = (file: SourceFile): number =>
  parseYaml(file).findings.filter(({ severity }) => severity === 'error').length;

/** Fixes of which no two touch the same text; each is taken whole or not at all. */
function choose(fixes: readonly (readonly TextEdit[])[]): (readonly TextEdit[])[] {
  const chosen: (readonly TextEdit[])[] = [];
  for (const edits of fixes) {
    const isFree = edits.every((edit) => !chosen.flat().some((other) => overlap(edit, other)));
    if (isFree) chosen.push(edits);
  }
  return chosen;
}

/** Two insertions at one place overlap too: they are the same finding of two runs. */
const overlap = (one: TextEdit, other: TextEdit): boolean =>
  one.start === other.start || (one.start < other.end && other.start < one.end);

/** From the end on, so that offsets stay right. */
function apply(text: string, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((one, other) => other.start - one.start)
    .reduce((now, edit) => now.slice(0, edit.start) + edit.text + now.slice(edit.end), text);
}
