import { type Diagnostic, type Path } from '../diagnostics/diagnostic.ts';
import { nearest } from '../schema/wording.ts';
import { locate } from '../source/locate.ts';
import type { Parsed } from '../source/parse-yaml.ts';
import type { ExpandedStage, FileValue } from './expanded.ts';
import type { Origin } from './layer.ts';

/** What is wrong with the rows of stages and runs themselves: ids, sources, and what a stage starts from. */
export function judgeStages(
  value: FileValue,
  expanded: readonly ExpandedStage[],
  parsed: Parsed,
): Diagnostic[] {
  const report = (
    code: string,
    severity: Diagnostic['severity'],
    path: Path,
    message: string,
    help: string,
  ): Diagnostic => ({ code, severity, message, help, path, span: locate(parsed, path, 'value') });

  const sameIds = (['stages', 'runs'] as const).flatMap((key) =>
    value[key].flatMap(({ id }, index) =>
      value[key].findIndex((other) => other.id === id) === index
        ? []
        : [
            report(
              'override/same-id',
              'error',
              [key, index, 'id'],
              `there are two \`${key}\` with the id \`${id}\``,
              'The id names folders: one would write over the other.',
            ),
          ],
    ),
  );

  const sources = Object.keys(value.data.sources);
  const unknown = value.stages.flatMap(({ use = [] }, index) =>
    use.flatMap((name, place) => {
      if (sources.includes(name)) return [];
      const meant = nearest(name, sources);
      const help =
        meant === undefined
          ? `There are ${sources.map((each) => `\`${each}\``).join(', ')}.`
          : `Did you mean \`${meant}\`?`;
      return [
        report(
          'override/unknown-source',
          'error',
          ['stages', index, 'use', place],
          `there is no source \`${name}\``,
          help,
        ),
      ];
    }),
  );

  const used = new Set(value.stages.flatMap(({ use = sources }) => use));
  const unused = value.stages.length === 0 ? [] : sources.filter((name) => !used.has(name));
  const forgotten = unused.map((name) =>
    report(
      'override/unused-source',
      'warning',
      ['data', 'sources', name],
      `no stage uses the source \`${name}\``,
      'It is neither packed nor trained on. Name it in the `use` of a stage, or delete it.',
    ),
  );

  const starts = value.stages.flatMap(({ start_from }, index) => {
    const path: Path = ['stages', index, 'start_from'];
    if (start_from === 'module') return [];
    if (index === 0)
      return [
        report(
          'override/start',
          'error',
          path,
          'the first stage has no stage before it',
          'It starts from `model.weights`; write `weights: ema` there.',
        ),
      ];
    const before = expanded[index - 1]?.value;
    if (before === undefined || before.ema !== 'none') return [];
    return [
      report(
        'override/start',
        'error',
        path,
        `the stage \`${value.stages[index - 1]?.id}\` keeps no average to start from`,
        'Switch `ema` on there, or delete `start_from`.',
      ),
    ];
  });
  return [
    ...sameIds,
    ...unknown,
    ...forgotten,
    ...starts,
    ...expanded.flatMap(({ origins }) => plainOverTuned(value, origins)),
  ];
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
