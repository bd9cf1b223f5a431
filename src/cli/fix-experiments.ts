import { compile, type Request } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { DitcError } from '../errors.ts';
import { type Drafts, fixFile } from '../fix/fix-files.ts';
import { unifiedDiff } from '../fix/unified-diff.ts';

/** What fixing came to. */
export interface FixOutcome {
  /** What changed, as a patch. */
  readonly diff: string;
  /** `3 findings in 2 files` */
  readonly summary: string;
  readonly troubles: readonly DitcError[];
}

/** Fixes experiments and their machine files one after another; a trial leaves them as they are. */
export async function fixExperiments(
  requests: readonly Request[],
  check: (request: Request) => Promise<readonly Diagnostic[]>,
  isTrial: boolean,
): Promise<FixOutcome> {
  const drafts: Drafts = { files: new Map(), fixes: 0 };
  const troubles: DitcError[] = [];
  for (const request of requests) {
    const { file, cwd } = request;
    try {
      if (file === '-') throw noFile();
      await fixFile(
        { file, cwd, isTrial, check: (bytes) => safeToFix({ ...request, bytes }, check) },
        drafts,
      );
    } catch (error) {
      if (!(error instanceof DitcError)) throw error;
      troubles.push(error);
    }
  }
  const files = [...drafts.files.values()];
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
  return {
    diff: files.map(unifiedDiff).join(''),
    summary: `${count(drafts.fixes, 'finding')} in ${count(files.length, 'file')}`,
    troubles,
  };
}

/**
 * Findings whose fix is right whoever else uses the value. What a rule says of one row or stage, or of a machine file, may be wrong for
 * another: there only words and numbers are corrected.
 */
async function safeToFix(
  request: Request,
  check: (request: Request) => Promise<readonly Diagnostic[]>,
): Promise<readonly Diagnostic[]> {
  const diagnostics = await check(request);
  const isRule = ({ code }: Diagnostic): boolean => code.startsWith('rule/');
  if (!diagnostics.some(isRule)) return diagnostics;
  const { runs, stages = [] } = await compile({ ...request, until: 'rules' });
  if (runs.length > 0 || stages.length > 1) return diagnostics.filter((finding) => !isRule(finding));
  return diagnostics.filter((finding) => !isRule(finding) || finding.span.file.path === request.file);
}

const noFile = (): DitcError =>
  new DitcError('usage/fix', 'standard input is no file that could be fixed', {
    help: 'Name the file, or leave `--fix` out.',
  });
