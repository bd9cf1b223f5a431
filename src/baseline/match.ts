import type { DiagnosticView } from '../report/view.ts';
import { type CheckedFile, type Entry, entryOf, keyOf } from './entry.ts';

/** Findings with those left out that are known, and the entries that no finding needs any more. */
export interface Matched {
  readonly files: readonly CheckedFile[];
  readonly gone: readonly Entry[];
}

/** Holds findings against entries; one entry leaves out one finding. */
export function match(
  files: readonly CheckedFile[],
  entries: readonly Entry[],
  name: (path: string) => string,
): Matched {
  const left = new Map<string, Entry[]>();
  for (const entry of entries) left.set(keyOf(entry), [...(left.get(keyOf(entry)) ?? []), entry]);
  const kept = files.map(({ file, findings, allowed }) => ({
    file,
    allowed,
    findings: findings.filter(
      (finding) => left.get(keyOf(entryOf(file, finding, name)))?.pop() === undefined,
    ),
  }));
  const judged = new Map(files.map(({ file, findings }) => [name(file), findings]));
  const gone = [...left.values()].flat().filter((entry) => {
    const findings = judged.get(entry.file);
    return findings !== undefined && wasReached(entry, findings);
  });
  return { files: kept, gone };
}

/** The entries of what is found now; those of files that were not checked stay. In the order of the file. */
export function merge(
  files: readonly CheckedFile[],
  entries: readonly Entry[],
  name: (path: string) => string,
): readonly Entry[] {
  const { gone, files: unknown } = match(files, entries, name);
  const isGone = new Set(gone);
  const added = unknown.flatMap(({ file, findings }) =>
    findings.map((finding) => entryOf(file, finding, name)),
  );
  const all = [...entries.filter((entry) => !isGone.has(entry)), ...added];
  return all
    .map((entry) => ({ entry, key: keyOf(entry) }))
    .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
    .map(({ entry }) => entry);
}

/** An error of YAML or of the schema ends the check before the rules: nothing is known of their findings then. */
function wasReached({ code }: Entry, findings: readonly DiagnosticView[]): boolean {
  return (
    !code.startsWith('rule/') ||
    !findings.some((finding) => finding.severity === 'error' && !finding.code.startsWith('rule/'))
  );
}
