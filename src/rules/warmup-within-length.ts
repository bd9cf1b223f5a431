import { updatesText } from '../experiment/derive.ts';
import { parseDuration } from '../experiment/units.ts';
import { defineRule } from './rule.ts';

export const warmupWithinLength = defineRule({
  id: 'warmup-within-length',
  severity: 'warning',
  summary: 'The learning rate reaches its value before training ends.',
  source:
    'The overlay owns the rate: linear from 0 to `lr` over the warm-up (upstream: hydit/lr_scheduler.py:756-844)',
  traps: [],
  messages: {
    neverReached: (p: { warmup: number; updates: string; lr: number; reached: number; tenth: number }) => ({
      message: `the warm-up takes ${p.warmup} optimizer steps, and there are ${p.updates}`,
      help: `The rate would end at ${p.reached} and never reach ${p.lr}. A warm-up of a tenth of the run is \`${p.tenth} steps\`.`,
    }),
    nothingLeft: (p: { warmup: number; schedule: string; tenth: number }) => ({
      message: `the warm-up takes all ${p.warmup} optimizer steps, so the \`${p.schedule}\` schedule never begins`,
      help: `The rate would only rise. A warm-up of a tenth of the run is \`${p.tenth} steps\`.`,
    }),
  },
  check({ experiment: { optimizer }, derived, report }) {
    const { updates } = derived;
    const warmup = parseDuration(optimizer.warmup).count;
    if (updates === undefined || warmup < updates || warmup === 0) return;
    const { lr, schedule } = optimizer;
    const at = ['optimizer', 'warmup'];
    const tenth = Math.round(updates / 10);
    if (warmup > updates) {
      const reached = Number(((lr * updates) / warmup).toPrecision(3));
      report('neverReached', {
        at,
        with: { warmup, updates: updatesText(updates, derived), lr, reached, tenth },
      });
    } else if (schedule !== 'constant') report('nothingLeft', { at, with: { warmup, schedule, tenth } });
  },
});
