import { createHash } from 'node:crypto';
import type { SourceFile } from '../diagnostics/diagnostic.ts';
import type { Derived } from '../experiment/derive.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Settled } from '../settle/settle.ts';
import { targets } from '../targets/index.ts';
import { pathsOf } from '../targets/paths.ts';
import { forkFlagLines } from '../targets/launch/fork-flags.ts';
import type { EmittedFile, TargetInput } from '../targets/target.ts';
import { makeSteps } from './make-steps.ts';
import { notesOf } from './notes.ts';
import { planMemory } from './plan-memory.ts';
import type { Plan, PlannedStage } from './plan.ts';
import { samplingOf } from './sampling.ts';

/** Every generated file of all stages, in the order of the targets. */
export function emitFiles(stages: readonly TargetInput[]): readonly EmittedFile[] {
  return targets.flatMap((target) => target.emit(stages));
}

/** A stage without anything open, and the numbers that follow from it. */
interface PlannableStage extends Settled {
  readonly derived: Derived;
}

/** Files to write, data to pack and commands to run, as data. */
export function makePlan(
  stages: readonly [PlannableStage, ...PlannableStage[]],
  files: readonly EmittedFile[],
  source: SourceFile,
): Plan {
  return {
    formatVersion: 1,
    experiment: {
      name: stages[0].experiment.name,
      file: source.path,
      sha256: createHash('sha256').update(source.text).digest('hex'),
    },
    files: files.map(({ path, executable, from }) => ({ path, executable, from })),
    steps: makeSteps(stages.map(({ experiment }) => experiment)),
    ...packJobOf(stages[0].experiment),
    stages: stages.map(planStage),
  };
}

function packJobOf(experiment: Experiment): Pick<Plan, 'packJob'> {
  const { launch } = experiment.machine;
  if (launch.kind !== 'slurm' || launch.pack === undefined) return {};
  return { packJob: { script: pathsOf(experiment).packScript, parts: launch.pack.parts } };
}

function planStage({ experiment, derived, memory }: PlannableStage): PlannedStage {
  const sampling = samplingOf(experiment, derived);
  return {
    id: experiment.stage.id,
    goesOn: goesOn(experiment),
    totals: {
      batch: experiment.batch,
      microBatch: experiment.machine.memory.micro_batch,
      accumulation: derived.accumulation,
      worldSize: derived.worldSize,
      length: experiment.length,
    },
    forkFlags: forkFlagLines(experiment),
    ...(memory && { memory: planMemory(memory) }),
    notes: notesOf(experiment, derived),
    ...(sampling !== undefined && { sampling }),
  };
}

const goesOn = ({ save }: Experiment): PlannedStage['goesOn'] =>
  save.optimizer_state || save.resume_every !== 'off' ? 'from its last state' : 'from its start';
