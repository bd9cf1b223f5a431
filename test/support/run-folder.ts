import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { identify } from '../../src/run/process-identity.ts';
import type { RunRecord } from '../../src/run/record.ts';
import type { TrainingEvent } from '../../src/watch/event.ts';
import type { Metrics } from '../../src/watch/metrics.ts';

/** Optimizer steps of a run that has gone a long way, one line each. */
export const STEPS = 10_000;

/** Leaves beside an experiment what a finished training of it leaves: `runs/porcelain`, whose path is returned. */
export function leaveRun(experiment: string, events: readonly TrainingEvent[] = []): string {
  const run = join(dirname(experiment), 'runs', 'porcelain');
  const checkpoint = join(run, 'main', 'checkpoints', '0000500.pt');
  mkdirSync(checkpoint, { recursive: true });
  writeFileSync(join(checkpoint, 'adapter_model.safetensors'), Buffer.alloc(2 ** 20));
  writeFileSync(join(checkpoint, '..', 'latest'), '0000500.pt');
  const record: RunRecord = {
    formatVersion: 1,
    ditc: '0.1.0',
    experiment: {
      name: 'porcelain',
      file: `somewhere/${basename(experiment)}`,
      sha256: createHash('sha256').update(readFileSync(experiment)).digest('hex'),
    },
    argv: ['bash', 'launch/porcelain/local/run.sh'],
    stages: [{ id: 'main', batch: 8, updates: 2000 }],
    process: identify(process.pid),
    started: '2026-11-25T02:10:11.000Z',
    ended: '2026-11-25T03:40:11.000Z',
    exitStatus: 0,
  };
  writeFileSync(join(run, 'run.json'), JSON.stringify(record));
  writeFileSync(join(run, 'main', 'metrics.jsonl'), jsonLines(makeMetrics()));
  writeFileSync(join(run, 'events.jsonl'), jsonLines(events));
  return run;
}

/** Leaves in a stage, in one that was moved aside and in a rank the arguments that the trainer writes down: 2 GPUs, 4 micro steps. */
export function leaveArguments(run: string): void {
  const values = { batch_size: 1, grad_accu_steps: 4, world_size: 2, max_training_steps: 8000 };
  for (const place of ['main', 'main/rank1', 'main.attempt-001']) {
    mkdirSync(join(run, place), { recursive: true });
    writeFileSync(join(run, place, 'args.json'), JSON.stringify(values));
  }
}

/** A loss that falls under noise, with one peak and one line without a number. */
function makeMetrics(): readonly Metrics[] {
  return Array.from({ length: STEPS }, (_, at) => ({
    step: at + 1,
    epoch: Math.floor(at / 3),
    loss:
      at === 7000
        ? Number.NaN
        : 0.2 + 0.2 * Math.exp(-at / 2000) + 0.02 * Math.sin(at * 7) + (at === 4321 ? 0.5 : 0),
    lr: Math.min(1e-4, (1e-4 * (at + 1)) / 50),
    steps_per_second: 2.5,
    samples_per_second: 20,
    time: new Date(Date.UTC(2026, 10, 25) + at * 400).toISOString(),
  }));
}

const jsonLines = (values: readonly object[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');
