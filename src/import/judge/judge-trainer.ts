import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Launch } from '../launch.ts';
import { finding, shown } from '../word.ts';

/** Whether an experiment can be made of what is started: it is about the trainers of hydit/. */
export function judgeTrainer({ trainer, script }: Launch): readonly Diagnostic[] {
  if (trainer !== 'other') return [];
  const message = `${shown(script.text)} is none of upstream’s trainers`;
  const help =
    'An experiment of `ditc` is about those of hydit/: whole models and LoRA, ControlNet, IP-Adapter. Nothing is imported.';
  return [finding(script.span, 'error', 'other-trainer', message, help)];
}
