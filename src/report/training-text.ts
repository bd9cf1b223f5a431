import type { TrainingEvent } from '../watch/event.ts';
import type { TrainingProgress } from '../watch/watcher.ts';
import { durationText } from './duration-text.ts';
import { count } from './epochs-text.ts';

/** `main: step 120 of 2,000, 1.5 h left, 3.2 h in all, loss 0.2213, lr 0.0001, 20.2 images/s, epoch 3`; a narrow terminal cuts the end. */
export function trainingText(progress: TrainingProgress): string {
  const { stage, epoch, step, updates, loss, lr, samples_per_second, secondsLeft, secondsLeftInAll } =
    progress;
  const isLast = secondsLeftInAll === undefined || secondsLeftInAll === secondsLeft;
  const parts = [
    `step ${count(step)}${updates === undefined ? '' : ` of ${count(updates)}`}`,
    ...(secondsLeft === undefined ? [] : [`${durationText(secondsLeft)} left`]),
    ...(isLast ? [] : [`${durationText(secondsLeftInAll)} in all`]),
    `loss ${loss.toFixed(4)}`,
    `lr ${lr}`,
    `${count(samples_per_second)} images/s`,
    `epoch ${epoch}`,
  ];
  return `${stage}: ${parts.join(', ')}`;
}

/** A line for a note, and one more with the way out for a trouble. */
export function eventText({ severity, what, help, stage, step }: TrainingEvent): string {
  if (severity === 'note') return `  ${what}\n`;
  const place = [stage, step === undefined ? undefined : `after step ${count(step)}`]
    .filter(Boolean)
    .join(' ');
  return `trouble  ${place === '' ? '' : `${place}: `}${what}\n${help === undefined ? '' : `  ${help}\n`}`;
}
