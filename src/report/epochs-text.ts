import type { Epochs } from '../plan/epochs.ts';

/** `2.5 steps an epoch, 2,000 steps in 800 epochs, 16,000 images seen` */
export function epochsText({ updatesPerEpoch, updates, epochs, imagesSeen }: Epochs): string {
  return `${count(updatesPerEpoch)} steps an epoch, ${count(updates)} steps in ${count(epochs)} epochs, ${count(imagesSeen)} images seen`;
}

/** A number with thousands separated, one decimal when it is small. */
export function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });
}
