import { describe, expect, it } from 'vitest';
import { epochsOf } from '../../src/plan/epochs.ts';
import { epochsText } from '../../src/report/epochs-text.ts';

describe('steps and images of a training', () => {
  it.each([
    // length, micro steps an epoch, batch, accumulation, steps, images left
    ['3 epochs', 6, 8, 4, 4, 4],
    ['2 epochs', 6, 8, 4, 3, 0],
    ['5 epochs', 7, 32, 1, 35, 0],
    ['10 steps', 6, 8, 4, 10, 0],
  ])(
    '%s of %i micro steps, batch %i in %i: %i steps, %i images left',
    (length, iterations, batch, accumulation, updates, imagesLeft) => {
      const found = epochsOf(length, { iterations, waiting: 0 }, batch, accumulation);
      expect(found).toMatchObject({ updates, imagesLeft, imagesSeen: updates * batch });
      const epochs = length.endsWith('epochs') ? Number.parseInt(length) : 0;
      if (epochs > 0)
        expect(found.imagesSeen + imagesLeft).toBe((epochs * iterations * batch) / accumulation);
    },
  );

  it('are said with what is left and how long GPUs wait, where it is so', () => {
    const left = epochsText(epochsOf('3 epochs', { iterations: 6, waiting: 0.0834 }, 8, 4));
    expect(left).toBe(
      '1.5 steps an epoch, 4 steps in 3 epochs, 32 images seen, the last 4 images fill no step and are not trained, GPUs wait 8.3 % of the time for the one with the most pixels',
    );
    const whole = epochsText(epochsOf('2 epochs', { iterations: 6, waiting: 1e-16 }, 8, 4));
    expect(whole).toBe('1.5 steps an epoch, 3 steps in 2 epochs, 24 images seen');
  });
});
