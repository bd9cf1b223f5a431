import { given, isNever, numberOf, type Reading, valueOf } from './reading.ts';
import type { Block, Entry } from './yaml-text.ts';

/** How it is trained: optimizer, average, loss, text that is dropped. */
export function trainingEntries(reading: Reading): readonly Entry[] {
  const warmup = numberOf(reading, '--warmup-num-steps');
  return [
    {
      key: 'optimizer',
      value: {
        entries: [
          { key: 'lr', value: numberOf(reading, '--lr') },
          { key: 'weight_decay', value: numberOf(reading, '--weight-decay') },
          {
            key: 'warmup',
            value: `${Math.max(0, Math.round(warmup))} steps`,
            ...(warmup > 0 && {
              behind: 'upstream’s rise is a logarithm, and its first step has the full rate',
            }),
          },
        ],
      },
    },
    { key: 'ema', value: emaOf(reading) },
    {
      key: 'diffusion',
      value: {
        entries: [
          { key: 'min_snr', value: minSnrOf(reading) },
          { key: 'noise_offset', value: numberOf(reading, '--noise-offset') },
        ],
      },
    },
    {
      key: 'captions',
      value: {
        entries: [
          {
            key: 'uncond',
            value: flowOf({
              clip: numberOf(reading, '--uncond-p'),
              t5: numberOf(reading, '--uncond-p-t5'),
            }),
          },
        ],
      },
    },
  ];
}

const flowOf = (values: Readonly<Record<string, string | number>>): Block => ({
  flow: true,
  entries: Object.entries(values).map(([key, value]) => ({ key, value })),
});

/** The trainer switches averaging off for a LoRA and for a ControlNet (T49). */
export const averagesNothing = (reading: Reading): boolean =>
  reading.trainer === 'controlnet' || valueOf(reading, '--training-parts') === 'lora';

/** Upstream's own defaults (hydit/modules/ema.py, commit 368280e). */
function emaOf(reading: Reading): string | Block {
  if (!given(reading, '--use-ema') || averagesNothing(reading)) return 'none';
  const dtype = valueOf(reading, '--ema-dtype') === 'fp32' ? 'fp32' : 'fp16';
  const decay = valueOf(reading, '--ema-decay') ?? (dtype === 'fp32' ? 0.9999 : 0.992);
  return flowOf({ decay: Number(decay), dtype });
}

function minSnrOf(reading: Reading): string | number {
  const found = /^min_snr_(.+)$/.exec(String(valueOf(reading, '--mse-loss-weight-type')));
  return found ? Number(found[1]) : 'none';
}

/**
 * Length and checkpoints. Upstream counts micro steps, the language optimizer steps (T59); a length in steps is stated as
 * `--max-training-steps` below what means never.
 */
export function durationEntries(reading: Reading): readonly Entry[] {
  const most = numberOf(reading, '--max-training-steps');
  const inSteps = given(reading, '--max-training-steps') !== undefined && !isNever(most);
  const epochs = numberOf(reading, '--epochs');
  const length = inSteps ? stepsOf(reading, most) : durationOf(epochs, 'epoch');
  const endsEarlier =
    inSteps && given(reading, '--epochs') !== undefined && epochs < most
      ? { behind: `or ${epochs} epochs, if they end before` }
      : {};
  const latest = numberOf(reading, '--ckpt-latest-every');
  return [
    { key: 'length', value: length, ...endsEarlier },
    {
      key: 'save',
      value: {
        entries: [
          everyEntry(reading, length),
          {
            key: 'resume_every',
            value: isNever(latest) || latest < 1 ? 'off' : stepsOf(reading, latest),
          },
        ],
      },
    },
  ];
}

function everyEntry(reading: Reading, length: string): Entry {
  const steps = numberOf(reading, '--ckpt-every');
  // The trainer of ControlNets saves after no epoch (T69).
  const epochs = reading.trainer === 'controlnet' ? 0 : numberOf(reading, '--ckpt-every-n-epoch');
  const inSteps = steps > 0 && !isNever(steps);
  if (epochs > 0 && inSteps && given(reading, '--ckpt-every') !== undefined)
    return { key: 'every', value: stepsOf(reading, steps), behind: `and after every ${epochs} epochs` };
  if (epochs > 0) return { key: 'every', value: durationOf(epochs, 'epoch') };
  if (inSteps) return { key: 'every', value: stepsOf(reading, steps) };
  return { key: 'every', value: length, behind: 'only at the end' };
}

const stepsOf = (reading: Reading, microSteps: number): string =>
  durationOf(Math.max(1, Math.round(microSteps / accumulationOf(reading))), 'step');

/** Micro steps an optimizer step. */
export const accumulationOf = (reading: Reading): number =>
  Math.max(1, numberOf(reading, '--grad-accu-steps'));

const durationOf = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;
