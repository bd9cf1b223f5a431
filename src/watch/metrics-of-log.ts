import type { Metrics } from './metrics.ts';
import { type WatchedStage, Watcher } from './watcher.ts';

/** What the `log.txt` of a stage measured: for a run that was started where nobody wrote `metrics.jsonl`. */
export function metricsOfLog(log: string, stage: WatchedStage): readonly Metrics[] {
  const watcher = new Watcher([stage]);
  watcher.read(`ditc: stage ${stage.id} starts`);
  return log.split('\n').flatMap((line) => watcher.read(line).metrics ?? []);
}
