import { createHash } from 'node:crypto';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { Derived } from '../experiment/derive.ts';
import type { Settled } from '../settle/settle.ts';
import { targets } from '../targets/index.ts';
import type { EmittedFile, TargetInput } from '../targets/target.ts';
import { makeSteps } from './make-steps.ts';
import { planMemory } from './plan-memory.ts';
import type { Plan } from './plan.ts';

/** Every generated file, in the order of the targets. */
export function emitFiles(input: TargetInput): readonly EmittedFile[] {
  return targets.flatMap((target) => target.emit(input));
}

/** Files to write, data to pack and commands to run, as data. */
export function makePlan(
  { experiment, memory }: Settled,
  derived: Derived,
  files: readonly EmittedFile[],
  source: SourceFile,
): Plan {
  return {
    formatVersion: 1,
    experiment: {
      name: experiment.name,
      file: source.path,
      sha256: createHash('sha256').update(source.text).digest('hex'),
    },
    files: files.map(({ path, executable, from }) => ({ path, executable, from })),
    steps: makeSteps(experiment),
    totals: {
      batch: experiment.batch,
      microBatch: experiment.machine.memory.micro_batch,
      accumulation: derived.accumulation,
      worldSize: derived.worldSize,
      length: experiment.length,
    },
    ...(memory && { memory: planMemory(memory) }),
  };
}
