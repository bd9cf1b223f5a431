import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { BIN, copyOfPorcelain, type Outcome, spawnOptions } from './ditc.ts';

/** A machine whose trainer is a stand-in below the experiment. */
export const MACHINE = `ditc: 1
machine:
  gpu: RTX-4090
  checkout: HunyuanDiT
  memory: {zero: 0, micro_batch: 2}
`;

/** A launcher that writes its arguments down and does what \`BEHAVIOUR\` says. */
const LAUNCHER = `#!/usr/bin/env bash
printf '%s\\n' "$@" > "$NOTES/argv"
trap 'echo TERM >> "$NOTES/signals"; sleep 0.3; echo gone >> "$NOTES/signals"; exit 1' TERM
trap 'echo INT >> "$NOTES/signals"; sleep 0.3; echo gone >> "$NOTES/signals"; exit 1' INT
echo training
eval "$BEHAVIOUR"
`;

export interface Stage {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The porcelain example with a stand-in of the trainer's checkout and of its launcher. */
export function stage(behaviour: string): Stage {
  const folder = copyOfPorcelain();
  for (const path of ['HunyuanDiT/hydit', 'HunyuanDiT/ckpts/t2i/model', 'bin'])
    mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, 'machine.yaml'), MACHINE);
  writeFileSync(join(folder, 'HunyuanDiT/hydit/train_deepspeed.py'), '');
  writeFileSync(join(folder, 'HunyuanDiT/ckpts/t2i/model/pytorch_model_ema.pt'), '');
  writeFileSync(join(folder, 'bin/deepspeed'), LAUNCHER);
  chmodSync(join(folder, 'bin/deepspeed'), 0o755);
  const path = `${join(folder, 'bin')}:${process.env['PATH']}`;
  return { folder, env: { PATH: path, NOTES: folder, BEHAVIOUR: behaviour, DS_ACCELERATOR: 'cpu' } };
}

export const RUN = ['run', 'lora.yaml', '--machine', 'machine.yaml'];

export const runRecord = (folder: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, 'runs/porcelain/run.json'), 'utf8')) as Record<string, unknown>; // our own record

export const linesOf = (path: string): string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];

/** Starts `ditc run`, sends a signal once the launcher is there, so many times, and waits for the end. */
export async function interrupted(
  { folder, env }: Stage,
  signal: NodeJS.Signals,
  times = 1,
): Promise<Pick<Outcome, 'status' | 'signal'>> {
  const child = spawn(process.execPath, [BIN, ...RUN], spawnOptions({ cwd: folder, env }));
  const ended = new Promise<Pick<Outcome, 'status' | 'signal'>>((resolve) =>
    child.on('close', (status, by) => resolve({ status, signal: by })),
  );
  while (!existsSync(join(folder, 'argv'))) await setTimeout(20);
  for (let sent = 0; sent < times; sent += 1) {
    await setTimeout(300);
    child.kill(signal);
  }
  return ended;
}
