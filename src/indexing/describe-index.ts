import type { IndexFilter, IndexStep } from '../plan/plan.ts';
import { trainerAlign, upstreamRatio } from './resolution-buckets.ts';

/** The filter as it stands in the experiment, `min_side: 768`. */
export function describeFilter(filter: IndexFilter): string {
  return Object.entries(filter)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ');
}

/** The `data_type` of a step's index: how it came about, one line a fact. Nothing reads it but people. */
export function describeIndex(step: IndexStep): readonly string[] {
  const facts = [
    ...step.filters.map(describeFilter),
    ...step.sources
      .filter(({ times }) => times > 1)
      .map(({ source, times }) => `[Source] Repeat ${times} times: ${source}`),
    step.dedupe ? 'Remove md5 duplicates.' : 'Keep md5 duplicates.',
  ];
  if (step.resolution.kind === 'single') return facts;
  const sources = step.sources.map(({ source }) => source);
  const [kind, ...shape] = multiResolutionType({ ...step.resolution, sources });
  const beforeSources = shape.indexOf('src_files=');
  return [kind ?? '', ...shape.slice(0, beforeSources), ...facts, ...shape.slice(beforeSources)];
}

export interface MultiResolutionFacts {
  readonly base: number;
  readonly step?: number;
  /** `height/width` */
  readonly ratios?: readonly string[];
  readonly align?: number;
  readonly minSize?: number;
  readonly sources: readonly string[];
}

/** The `data_type` of `idk multireso`, in Python's notation (HunyuanDiT 368280e, IndexKits bucket.py). */
export function multiResolutionType(facts: MultiResolutionFacts): readonly string[] {
  const { base, step, ratios, align = trainerAlign, minSize = 0, sources } = facts;
  const list =
    ratios === undefined ? 'None' : `[${ratios.map((ratio) => `'${upstreamRatio(ratio)}'`).join(', ')}]`;
  return [
    'multi-resolution-bucket-v2',
    `base_size=${base}`,
    `reso_step=${step ?? 'None'}`,
    `target_ratios=${list}`,
    `align=${align}`,
    `min_size=${minSize}`,
    'src_files=',
    ...sources,
  ];
}
