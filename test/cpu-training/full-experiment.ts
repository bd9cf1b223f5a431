/** What of an experiment differs between runs of the whole model that are stopped and gone on with. */
export interface FullExperiment {
  readonly name: string;
  readonly length: string;
  /** The block `save`, in braces. */
  readonly save: string;
  /** Lines of the block `machine` beside its card and workers, indented. */
  readonly machine: string;
}

/** An experiment that trains the whole model in small, as its file says it. */
export const fullExperiment = ({ name, length, save, machine }: FullExperiment): string => `ditc: 1
name: ${name}
model: {version: v1.2, weights: ema}
method: {kind: full}
resolution: {kind: single, size: 256}
batch: 4
optimizer: {lr: 1.0e-4, schedule: cosine}
ema: {decay: 0.9}
length: ${length}
data:
  sources:
    porcelain: {csv: porcelain.csv}
save: ${save}
machine:
  gpu: A800-80GB
  workers: 1
${machine}
`;
