/** The smallest useful experiment, on the table `<source>.csv`; `step` is the distance of its resolutions. */
export function experimentText(name: string, source: string, batch = 8, step = 64): string {
  return `ditc: 1
name: ${name}
model: {version: v1.2, weights: ema}
method: {kind: lora, rank: 64}
resolution: {kind: multi, base: 1024, step: ${step}}
batch: ${batch}
optimizer: {lr: 1.0e-4}
length: 2000 steps
data:
  sources:
    porcelain: {csv: ${source}.csv}
machine:
  gpu: RTX-4090
`;
}
