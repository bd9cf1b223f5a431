import type { Statement } from 'unbash';
import type { Diagnostic, SourceFile, Span } from '../../diagnostics/diagnostic.ts';
import type { SlurmJob } from '../slurm-job.ts';
import type { Call } from '../word.ts';
import type { Scope } from './scope.ts';

/** What the commands of a script have come to so far, and how one of them runs others. */
export interface Trace {
  readonly calls: Call[];
  readonly findings: Diagnostic[];
  /** Texts that are being read, one inside the other. */
  readonly open: string[];
  /** The script of that name in the folder, if there is one. */
  readonly read: (name: string) => SourceFile | undefined;
  /** Runs statements in order; false after `exit` or `return`. `site` is the statement of the first script that led to them. */
  readonly runStatements: (
    statements: readonly Statement[],
    scope: Scope,
    trace: Trace,
    site: Span | undefined,
  ) => boolean;
  /** Reads a text as a script and runs it. */
  readonly runText: (scope: Scope, source: string, trace: Trace, site: Span | undefined) => void;
  /** The Slurm job that commands run in from now on. */
  job: SlurmJob | undefined;
  /** Commands that may still be run. */
  left: number;
}
