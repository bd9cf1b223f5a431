import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Launch } from '../launch.ts';
import type { Reading } from '../reading.ts';
import { judgeData } from './judge-data.ts';
import { judgeFlags } from './judge-flags.ts';
import { judgeLaunch } from './judge-launch.ts';
import { judgeMethod } from './judge-method.ts';
import { judgeName } from './judge-name.ts';
import { judgeTraining } from './judge-training.ts';
import { judgeWeights } from './judge-weights.ts';

/** What is judged: the arguments, and how they were started, when that is known. */
export interface Judged {
  readonly reading: Reading;
  readonly launch: Launch | undefined;
}

type Judge = (judged: Judged) => readonly Diagnostic[];

const JUDGES: readonly Judge[] = [
  judgeFlags,
  judgeName,
  judgeMethod,
  judgeWeights,
  judgeTraining,
  judgeData,
  judgeLaunch,
];

/** What would crash, lie or be ignored in a training as it is written; most of it no experiment can say. */
export function judge(reading: Reading, launch: Launch | undefined): readonly Diagnostic[] {
  return JUDGES.flatMap((one) => one({ reading, launch }));
}
