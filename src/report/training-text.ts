import type { TrainingEvent } from '../watch/event.ts';
import type { TrainingProgress } from '../watch/watcher.ts';
import { durationText } from './duration-text.ts';
import { count } from './epochs-text.ts';

/** `main: epoch 3, step 120 of 2,000, loss 0.2213, lr 0.0001, 20.2 images/s, 1.5 h left, 3.2 h in all` */
export function trainingText(progress: TrainingProgress): string {
  const { stage, epoch, step, updates, loss, lr, samples_per_second, secondsLeft, secondsLeftInAll } =
    progress;
  const parts = [
    `epoch ${epoch}`,
    `step ${count(step)}${updates === undefined ? '' : ` of ${count(updates)}`}`,
    `loss ${loss.toFixed(4)}`,
    `lr ${lr}`,
    `${count(samples_per_second)} images/s`,
    ...(secondsLeft === undefined ? [] : [`${durationText(secondsLeft)} left`]),
    ...(secondsLeftInAll === undefined || secondsLeftInAll === secondsLeft
      ? []
      : [`${durationText(secondsLeftInAll)} in all`]),
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
