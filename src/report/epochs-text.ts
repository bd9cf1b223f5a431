import type { Epochs } from '../plan/epochs.ts';

/** A share of waiting below it is not worth a word. */
const LEAST_WAITING = 0.001;

/** `2.5 steps an epoch, 2,000 steps in 800 epochs, 16,000 images seen` */
export function epochsText({
  updatesPerEpoch,
  updates,
  epochs,
  imagesSeen,
  imagesLeft,
  waiting,
}: Epochs): string {
  return [
    `${count(updatesPerEpoch)} steps an epoch`,
    `${count(updates)} steps in ${count(epochs)} epochs`,
    `${count(imagesSeen)} images seen`,
    ...(imagesLeft > 0 ? [`the last ${count(imagesLeft)} images fill no step and are not trained`] : []),
    ...(waiting >= LEAST_WAITING
      ? [`GPUs wait ${count(100 * waiting)} % of the time for the one with the most pixels`]
      : []),
  ].join(', ');
}

/** A number with thousands separated, one decimal when it is small. */
export function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });
}
