import { resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Draft, isInside, openDraft, writeDraft } from './draft.ts';
import { fixText } from './fix-text.ts';

/** Fixing may show what an error has hidden; nothing in an experiment is hidden so deep. */
const MAX_ROUNDS = 10;

/** How an experiment is fixed. */
export interface FixRequest {
  readonly file: string;
  readonly cwd: string;
  /** Leave the files alone: only the drafts change. */
  readonly isTrial: boolean;
  /** The findings of the experiment, read from its draft when there is one. */
  readonly check: (bytes: Uint8Array | undefined) => Promise<readonly Diagnostic[]>;
}

/** Files with fixes by their absolute path, and the number of fixes. */
export interface Drafts {
  readonly files: Map<string, Draft>;
  fixes: number;
}

/**
 * Applies fixes to an experiment and its machine file until a round changes nothing. A machine file is fixed only inside the working
 * directory: others may use it. In a trial it gets one round, because the experiment reads it from disk.
 */
export async function fixFile(request: FixRequest, drafts: Drafts): Promise<void> {
  const { file, cwd, isTrial, check } = request;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const draft = drafts.files.get(resolve(cwd, file));
    const findings = await check(draft && Buffer.from(draft.mark + draft.now));
    const changed = [...byFile(findings)].flatMap(([shown, list]) => fixDraft(shown, list, request, drafts));
    if (changed.length === 0) return;
    if (!isTrial) for (const each of changed) await writeDraft(each);
  }
}

/** The draft of one file with the fixes of its findings; empty when nothing in it changes. */
function fixDraft(
  shown: string,
  findings: readonly Diagnostic[],
  { file, cwd }: FixRequest,
  drafts: Drafts,
): readonly Draft[] {
  const key = resolve(cwd, shown);
  const draft = drafts.files.get(key) ?? openDraft(shown, cwd);
  if (!draft || !(key === resolve(cwd, file) || isInside(draft, cwd))) return [];
  const source = findings[0]?.span.file;
  const current = source?.text.startsWith(MARK) ? draft.mark + draft.now : draft.now; // in files of other tools the mark is a fault
  if (source?.text !== current) return []; // the offsets are of another text
  const { text, fixes } = fixText(source, findings);
  if (text === current) return [];
  const mark = current === draft.now || text.startsWith(MARK) ? draft.mark : '';
  const fixed = { ...draft, mark, now: text.startsWith(MARK) ? text.slice(MARK.length) : text };
  drafts.files.set(key, fixed);
  drafts.fixes += fixes;
  return [fixed];
}

/** Byte order mark. */
const MARK = '\ufeff';

function byFile(findings: readonly Diagnostic[]): Map<string, Diagnostic[]> {
  const files = new Map<string, Diagnostic[]>();
  for (const finding of findings) {
    if (!finding.fix) continue;
    const { path } = finding.span.file;
    files.set(path, [...(files.get(path) ?? []), finding]);
  }
  return files;
}
