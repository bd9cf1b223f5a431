import type { Derived } from '../experiment/derive.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { IndexReport } from '../indexing/index-report.ts';
import { epochTable } from '../indexing/epoch-table.ts';
import { type Epochs, epochsOf } from '../plan/epochs.ts';

/** What the indexed data makes of the training, one line. */
export function epochLine(index: IndexReport, experiment: Experiment, derived: Derived): string {
  const { iterations } = epochTable(experiment.resolution.kind, index.buckets, {
    microBatch: experiment.machine.memory.micro_batch,
    worldSize: derived.worldSize,
  });
  return `training ${epochsText(epochsOf(experiment.length, iterations, experiment.batch, derived.accumulation))}\n`;
}

/** `2.5 steps an epoch, 2,000 steps in 800 epochs, 16,000 images seen` */
export function epochsText({ updatesPerEpoch, updates, epochs, imagesSeen }: Epochs): string {
  return `${count(updatesPerEpoch)} steps an epoch, ${count(updates)} steps in ${count(epochs)} epochs, ${count(imagesSeen)} images seen`;
}

/** A number with thousands separated, one decimal when it is small. */
export function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });
}
