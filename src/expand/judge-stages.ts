import { type Diagnostic, type Path } from '../diagnostics/diagnostic.ts';
import { nearest } from '../schema/wording.ts';
import { locate } from '../source/locate.ts';
import type { Parsed } from '../source/parse-yaml.ts';
import type { ExpandedStage, FileValue } from './expanded.ts';
import type { Origin } from './layer.ts';

/** A finding whose place its path tells. */
type Found = Omit<Diagnostic, 'span'>;

/** What is wrong with the rows of stages and runs themselves: ids, sources, and what a stage starts from. */
export function judgeStages(
  value: FileValue,
  expanded: readonly ExpandedStage[],
  parsed: Parsed,
): Diagnostic[] {
  const found = [
    ...sameIds(value),
    ...unknownSources(value),
    ...unusedSources(value),
    ...impossibleStarts(value, expanded),
  ];
  return [
    ...found.map((each) => ({ ...each, span: locate(parsed, each.path, 'value') })),
    ...expanded.flatMap(({ origins }) => plainOverTuned(value, origins)),
  ];
}

function sameIds(value: FileValue): readonly Found[] {
  return (['stages', 'runs'] as const).flatMap((key) => {
    const ids = value[key].map(({ id }) => id);
    return ids.flatMap((id, index): Found[] => {
      if (ids.indexOf(id) === index) return [];
      const message = `there are two \`${key}\` with the id \`${id}\``;
      const help = 'The id names folders: one would write over the other.';
      return [{ code: 'override/same-id', severity: 'error', message, help, path: [key, index, 'id'] }];
    });
  });
}

function unknownSources({ stages, data }: FileValue): readonly Found[] {
  const sources = Object.keys(data.sources);
  return stages.flatMap(({ use = [] }, index) =>
    use.flatMap((name, place): Found[] => {
      if (sources.includes(name)) return [];
      const message = `there is no source \`${name}\``;
      const path: Path = ['stages', index, 'use', place];
      const help = meantSource(name, sources);
      return [{ code: 'override/unknown-source', severity: 'error', message, help, path }];
    }),
  );
}

function meantSource(name: string, sources: readonly string[]): string {
  const meant = nearest(name, sources);
  return meant === undefined
    ? `There are ${sources.map((each) => `\`${each}\``).join(', ')}.`
    : `Did you mean \`${meant}\`?`;
}

function unusedSources({ stages, data }: FileValue): readonly Found[] {
  if (stages.length === 0) return [];
  const sources = Object.keys(data.sources);
  const used = new Set(stages.flatMap(({ use = sources }) => use));
  return sources
    .filter((name) => !used.has(name))
    .map((name) => ({
      code: 'override/unused-source',
      severity: 'warning',
      message: `no stage uses the source \`${name}\``,
      help: 'It is neither packed nor trained on. Name it in the `use` of a stage, or delete it.',
      path: ['data', 'sources', name],
    }));
}

/** Starts from a stage that is not there, or from an average that it does not keep. */
function impossibleStarts({ stages }: FileValue, expanded: readonly ExpandedStage[]): readonly Found[] {
  return stages.flatMap(({ start_from }, index): Found[] => {
    if (start_from === 'module') return [];
    const found = {
      code: 'override/start',
      severity: 'error',
      path: ['stages', index, 'start_from'],
    } as const;
    if (index === 0) {
      const message = 'the first stage has no stage before it';
      return [{ ...found, message, help: 'It starts from `model.weights`; write `weights: ema` there.' }];
    }
    if (expanded[index - 1]?.value.ema !== 'none') return [];
    const message = `the stage \`${stages[index - 1]?.id}\` keeps no average to start from`;
    return [{ ...found, message, help: 'Switch `ema` on there, or delete `start_from`.' }];
  });
}

/** A plain number in place of one that follows the batch: it no longer does, and nobody who reads the file expects that. */
function plainOverTuned(value: FileValue, origins: readonly Origin[]): Diagnostic[] {
  return origins.flatMap(({ key, layer }) => {
    const before =
      key === 'optimizer.lr'
        ? value.optimizer.lr
        : key === 'ema.decay' && typeof value.ema !== 'string'
          ? value.ema.decay
          : undefined;
    if (typeof before !== 'object' || typeof layer.values[key] !== 'number') return [];
    const path: Path = [...layer.at, key];
    return [
      {
        code: 'override/plain-over-tuned',
        severity: 'warning',
        message: `\`${key}\` is a plain number here, and follows the batch in the rest of the file`,
        help: `It holds for this batch only. Write \`${key}.tuned\` for another value at batch ${before.at_batch}.`,
        path,
        span: locate(layer.parsed, path, 'key'),
      },
    ];
  });
}
