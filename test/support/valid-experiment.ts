import { derive } from '../../src/experiment/derive.ts';
import type { Experiment, Machine, StagePlace, Written } from '../../src/experiment/experiment.ts';
import { type Facts, NO_FACTS } from '../../src/experiment/facts.ts';
import { makeExperiment } from '../../src/experiment/make-experiment.ts';
import { validateExperiment } from '../../src/generated/validators.js';
import type { RuleInput } from '../../src/rules/rule.ts';
import { settle } from '../../src/settle/settle.ts';

/** Keys to write over a valid experiment; `undefined` takes a key away. */
export interface Change {
  readonly [key: string]: unknown;
}

/** A small LoRA run as a user writes it. No rule has a word to say about it. */
export const VALID = {
  ditc: 1,
  name: 'porcelain',
  model: { version: 'v1.2', weights: 'ema' },
  method: { kind: 'lora', rank: 64 },
  resolution: { kind: 'multi', base: 1024, step: 64 },
  batch: 8,
  optimizer: { lr: 1e-4 },
  length: '2000 steps',
  data: {
    sources: { porcelain: { csv: 'porcelain.csv', rows: 5000 } },
    filters: [{ min_side: 1024 }],
  },
  save: { every: '500 steps' },
  machine: { gpu: 'RTX-4090', memory: { zero: 0, micro_batch: 2 } },
} satisfies Change;

/** The valid experiment with some keys changed, checked against the schema, defaults filled in. */
export function writtenExperiment(change: Change = {}): Written {
  const value: unknown = merge(structuredClone(VALID), change);
  if (!validateExperiment(value)) throw new Error(`not valid: ${JSON.stringify(validateExperiment.errors)}`);
  const written = value as Omit<Written, 'machine'> & { machine: Machine }; // the validator has seen it
  return makeExperiment(written, { machine: written.machine }, lastStage(written));
}

/** The last of the stages that are written, where they are, as the compiler sees it. */
function lastStage({ stages }: Pick<Written, 'stages'>): StagePlace | undefined {
  const [stage, before] = [stages.at(-1), stages.at(-2)];
  return stage && { id: stage.id, ...(before && { before: { id: before.id, weights: stage.start_from } }) };
}

/** The same with nothing left open. */
export const validExperiment = (change: Change = {}): Experiment =>
  settle(writtenExperiment(change)).experiment;

/** All that rules see of the valid experiment with some keys changed. */
export function ruleInput(change: Change = {}, facts: Partial<Facts> = {}): RuleInput {
  const written = writtenExperiment(change);
  const { experiment, memory } = settle(written);
  return { written, experiment, memory, derived: derive(experiment), facts: { ...NO_FACTS, ...facts } };
}

/** `change` over `base`: maps merge, all else is replaced, and so is a map whose `kind` changes. */
export function merge(base: Change, change: Change): Change {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(change)) {
    const before = merged[key];
    if (value === undefined) delete merged[key];
    else if (isMap(before) && isMap(value) && !changesKind(before, value)) merged[key] = merge(before, value);
    else merged[key] = value;
  }
  return merged;
}

const isMap = (value: unknown): value is Change =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const changesKind = (before: Change, after: Change): boolean =>
  after['kind'] !== undefined && after['kind'] !== before['kind'];
