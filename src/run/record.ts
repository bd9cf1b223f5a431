import type { Plan } from '../plan/plan.ts';
import { version } from '../version.ts';
import { writeWhole } from './write-whole.ts';

/** What is known of a training: written when it starts, completed when it ends. */
export interface RunRecord {
  readonly formatVersion: 1;
  readonly ditc: string;
  readonly experiment: Plan['experiment'];
  readonly argv: readonly string[];
  readonly started: string;
  readonly ended?: string;
  readonly exitStatus?: number;
}

/** A record of a training that starts now. */
export function startRecord(plan: Plan, argv: readonly string[]): RunRecord {
  return {
    formatVersion: 1,
    ditc: version,
    experiment: plan.experiment,
    argv,
    started: new Date().toISOString(),
  };
}

/** Writes `run.json` whole; `shown` is the path as a message names it. */
export async function writeRecord(path: string, record: RunRecord, shown: string): Promise<void> {
  await writeWhole({ path, content: `${JSON.stringify(record, undefined, 2)}\n`, mode: 0o644, shown });
}
