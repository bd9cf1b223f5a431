import { type Diagnostic, dotted, type Path } from '../diagnostics/diagnostic.ts';
import { MAIN_STAGE } from '../experiment/experiment.ts';
import { checkValue } from '../schema/check-shape.ts';
import { locate } from '../source/locate.ts';
import type { Parsed } from '../source/parse-yaml.ts';
import { applyLayers } from './apply-layers.ts';
import type { ExpandedStage, FileValue } from './expanded.ts';
import { judgeStages } from './judge-stages.ts';
import { type Layer, layerOf, type Origin } from './layer.ts';

/** A run stage by stage, or what is wrong with its overrides. */
export type ExpandedRun =
  | { readonly stages: readonly ExpandedStage[]; readonly findings: readonly Diagnostic[] }
  | { readonly findings: readonly Diagnostic[] };

/**
 * The experiment as one of its runs sees it, or as it stands for itself: file, then stage, then run, then command line. What comes out
 * is checked against the schema once more, and a fault is said where the override is written.
 */
export async function expandRun(
  value: FileValue,
  parsed: Parsed,
  run: string | undefined,
  command: Layer | undefined,
): Promise<ExpandedRun> {
  if (value.stages.length === 0 && run === undefined && command === undefined)
    return { stages: [{ value, stage: MAIN_STAGE, origins: [] }], findings: [] };
  const row = value.runs.findIndex(({ id }) => id === run);
  const runLayer = row < 0 ? [] : [layerOf('run', parsed, ['runs', row], value.runs[row] ?? {})];
  const name = run === undefined ? value.name : `${value.name}-${run}`;
  const base: FileValue = { ...value, name, stages: [], runs: [] };
  const above = [...runLayer, ...(command ? [command] : [])];
  const rows: FileValue['stages'] =
    value.stages.length > 0 ? value.stages : [{ id: MAIN_STAGE.id, start_from: 'module' }];
  const stages: ExpandedStage[] = [];
  const findings: Diagnostic[] = [];
  for (const [index, stageRow] of rows.entries()) {
    const own = value.stages.length > 0 ? [layerOf('stage', parsed, ['stages', index], stageRow)] : [];
    const layered = applyLayers(restricted(base, stageRow.use), [...own, ...above]);
    findings.push(...layered.findings);
    const before = rows[index - 1];
    const checked = await checkValue(layered.value, 'experiment', (path, blame) =>
      placeOf(path, blame, layered.origins, parsed),
    );
    if ('findings' in checked) {
      findings.push(...checked.findings);
      continue;
    }
    stages.push({
      value: checked.value as FileValue, // checkValue has validated it
      stage: { id: stageRow.id, ...(before && { before: { id: before.id, weights: stageRow.start_from } }) },
      origins: layered.origins,
    });
  }
  findings.push(...judgeStages(value, stages, parsed));
  return stages.length === rows.length ? { stages, findings } : { findings };
}

/** The experiment with the sources of one stage. */
function restricted(value: FileValue, use: readonly string[] | undefined): FileValue {
  if (use === undefined) return value;
  const sources = Object.entries(value.data.sources).filter(([name]) => use.includes(name));
  // A name that is not there has a finding of its own.
  if (sources.length === 0) return value;
  return { ...value, data: { ...value.data, sources: Object.fromEntries(sources) } };
}

/** Where a value is written that may be an override, or a part of one. */
export function placeOf(
  path: Path,
  what: 'key' | 'value',
  origins: readonly Origin[],
  base: Parsed,
): ReturnType<typeof locate> {
  const origin = originOf(path, origins);
  if (origin === undefined) return locate(base, path, what);
  const { layer, key, steps } = origin;
  return locate(layer.parsed, [...layer.at, key, ...path.slice(steps.length)], what);
}

/** The override that a value comes from: the last one above it, or of a value with parts, such as a tuned rate, the last one in it. */
export function originOf(path: Path, origins: readonly Origin[]): Origin | undefined {
  const above = origins.findLast(({ steps }) => begins(path, steps));
  return above ?? (path.length > 1 ? origins.findLast(({ steps }) => begins(steps, path)) : undefined);
}

const begins = (path: Path, start: Path): boolean =>
  start.length <= path.length && dotted(start) === dotted(path.slice(0, start.length));
