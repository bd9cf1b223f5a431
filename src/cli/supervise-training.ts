import type { CompiledStage } from '../compile.ts';
import { formatSize } from '../experiment/units.ts';
import { diskSpace } from '../memory/disk.ts';
import { lessMemory } from '../memory/resolve/less-memory.ts';
import { eventText, trainingText } from '../report/training-text.ts';
import type { StreamName } from '../run/execute.ts';
import { RUN_FILES } from '../run/run-files.ts';
import type { SupervisedStage, Supervision } from '../run/supervise.ts';
import { surveyTraining } from '../run/survey-training.ts';
import type { MemoryPlan } from '../settle/settle-memory.ts';
import type { Complete } from './compile-or-report.ts';
import type { Context } from './context.ts';
import { makeStatusLine } from './status-line.ts';

/** Time between two lines of progress in a log. */
const LOG_INTERVAL_MS = 60_000;
/** What is shown of the output when a training whose output nobody saw has failed. */
const LAST_LINES = 20;

/** How a training is looked after from the command line; `end` says what is left to say. */
export async function superviseTraining(
  { plan, folder, stages }: Complete,
  runs: string,
  { verbose = false }: { readonly verbose?: boolean },
  context: Context,
): Promise<Omit<Supervision, 'onStart'> & { end(status: number): void }> {
  const supervised: SupervisedStage[] = [];
  for (const stage of stages) {
    const training = await surveyTraining(plan, stage, folder);
    supervised.push(superviseStage(stage, training?.updates));
  }
  const { stdout, stderr } = context;
  const line = makeStatusLine(context, LOG_INTERVAL_MS, Date.now);
  const passesOn = verbose || !stderr.isTerminal;
  const last = new LastLines();
  return {
    runs,
    stages: supervised,
    onInterrupt() {
      line.clear();
      stderr.write('stopping behind the step at hand; once more to stop at once\n');
    },
    onOutput(stream: StreamName, bytes: Buffer) {
      last.add(bytes);
      if (!passesOn) return;
      line.clear();
      (stream === 'stdout' ? stdout : stderr).write(bytes);
    },
    onEvent(event) {
      // The notes stand in the output already.
      if (event.severity === 'note' && passesOn) return;
      line.clear();
      stderr.write(eventText(event));
    },
    onProgress: (progress) => line.show(() => trainingText(progress)),
    end(status) {
      line.clear();
      if (status !== 0 && !passesOn)
        stderr.write(`${last.text()}the whole output is in ${runs}/${RUN_FILES.output}\n`);
    },
  };
}

function superviseStage(
  { experiment, derived, memory }: CompiledStage,
  updates: number | undefined,
): SupervisedStage {
  return {
    id: experiment.stage.id,
    batch: experiment.batch,
    accumulation: derived.accumulation,
    updates,
    lessMemory: memory && lessMemoryText(memory),
    checkpoint: memory && checkpointBytes(memory, experiment.save.optimizer_state),
  };
}

/** Bytes of the next checkpoint. */
function checkpointBytes({ input }: MemoryPlan, optimizerState: boolean): number {
  const lines = diskSpace(input, { checkpoints: 1, optimizerState, packed: undefined });
  return lines.reduce((sum, { high }) => sum + high, 0);
}

/** The smallest change after which less memory is needed, as a sentence. */
function lessMemoryText({ input, requested, resolved }: MemoryPlan): string {
  const less = lessMemory(input, requested, resolved);
  if (less === undefined) return 'No single change would need less: take a card with more memory.';
  const { changes, total } = less;
  return `The smallest change that needs less: ${changes.join(' and ')} → ${formatSize(total)} instead of ${formatSize(resolved.memory.high)}.`;
}

/** The end of what was written. */
class LastLines {
  #text = '';

  add(bytes: Buffer): void {
    this.#text = `${this.#text}${bytes.toString()}`.split('\n').slice(-LAST_LINES).join('\n');
  }

  text(): string {
    return this.#text;
  }
}
