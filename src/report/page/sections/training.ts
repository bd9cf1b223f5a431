import { assertNever } from '../../../errors.ts';
import { emaOf, type Experiment } from '../../../experiment/experiment.ts';
import type { PlannedMemory } from '../../../plan/plan-memory.ts';
import { rejectedText } from '../../memory-text.ts';
import { batchText, forkLines, goesOnText, lengthText } from '../../plan-text.ts';
import { settingsText } from '../../settings-text.ts';
import { type Markup, markup, sentence } from '../markup.ts';
import type { PageStage } from '../page-input.ts';
import { facts, list } from '../pieces.ts';
import { rateText } from './schedule.ts';

/** What a stage trains, and why its numbers are what they are. */
export function trainingSection({ experiment, planned }: PageStage): Markup {
  if (planned === undefined) return facts(choices(experiment));
  const { totals, memory, goesOn, notes, forkFlags } = planned;
  return markup`${facts([
    ...choices(experiment),
    ['Batch', sentence(batchText(totals))],
    ['Length', sentence(lengthText(totals))],
    ...(memory ? [settled(memory)] : []),
  ])}${list([
    ...(memory?.rejected ?? []).map((other) => `not taken: ${rejectedText(other)}`),
    goesOnText(goesOn),
    ...notes,
    ...forkLines(forkFlags),
  ])}`;
}

/** What `auto` came to: ZeRO, micro batch and the rest, and what it costs. */
function settled({ settings, cost }: PlannedMemory): readonly [string, Markup] {
  return ['Memory', markup`${settingsText(settings)}${cost === undefined ? '' : `: costs ${cost}`}`];
}

/** What the file chooses, in its own words. */
function choices(experiment: Experiment): readonly (readonly [string, Markup])[] {
  const { model, data, optimizer, stage } = experiment;
  const { lr, schedule, warmup } = optimizer;
  const from = stage.before
    ? `the ${stage.before.weights} weights of stage ${stage.before.id}`
    : `\`${model.weights}\``;
  const sources = Object.entries(data.sources).map(([name, { times }]) =>
    times === 1 ? name : `${name} × ${times}`,
  );
  return [
    ['Model', sentence(`HunyuanDiT ${model.version}, ${model.size}, from ${from}`)],
    ['Method', markup`${methodText(experiment)}`],
    ['Data', markup`<bdi>${sources.join(', ')}</bdi>`],
    ['Learning rate', markup`${rateText(lr)}, ${schedule} after a warm-up of ${warmup}`],
    ['Moving average', markup`${averageText(experiment)}`],
  ];
}

function methodText({ method }: Experiment): string {
  switch (method.kind) {
    case 'full':
      return 'full fine-tune';
    case 'lora':
      return `LoRA of rank ${method.rank}`;
    case 'controlnet':
      return `ControlNet for ${method.control}`;
    case 'ipadapter':
      return 'IP-Adapter';
    default:
      return assertNever(method);
  }
}

function averageText(experiment: Experiment): string {
  const ema = emaOf(experiment);
  return ema === undefined
    ? 'none'
    : `decay ${Number(ema.decay.toPrecision(6))} an optimizer step, in ${ema.dtype}`;
}
