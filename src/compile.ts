import { resolve } from 'node:path';
import { judgeClassFiles } from './captions/judge-class-files.ts';
import { type Diagnostic, hasErrors, sortDiagnostics, type SourceFile } from './diagnostics/diagnostic.ts';
import { DitcError } from './errors.ts';
import { probe, type Seen } from './env/probe.ts';
import { commandLayer } from './expand/command-layer.ts';
import { expandRun } from './expand/expand-run.ts';
import type { ExpandedStage, FileValue } from './expand/expanded.ts';
import { type Derived, derive } from './experiment/derive.ts';
import type { Experiment, Written } from './experiment/experiment.ts';
import type { Facts } from './experiment/facts.ts';
import { type LoadedMachine, loadMachine } from './experiment/load-machine.ts';
import { makeExperiment } from './experiment/make-experiment.ts';
import { judgeOwnHostfile } from './foreign/hostfile.ts';
import type { Plan } from './plan/plan.ts';
import { rules } from './rules/index.ts';
import { placesOf } from './rules/places.ts';
import { type Places, runRules } from './rules/run-rules.ts';
import { checkBeside, checkShape } from './schema/check-shape.ts';
import { settle } from './settle/settle.ts';
import type { MemoryPlan } from './settle/settle-memory.ts';
import { load } from './source/load.ts';
import { makeFileBeside } from './source/source-file.ts';
import type { Parsed } from './source/parse-yaml.ts';
import { selectionWords } from './targets/selection-words.ts';
import type { EmittedFile } from './targets/target.ts';

/** What is to be compiled, and how far. */
export interface Request {
  /** Path of the experiment file, relative to `cwd`; `-` for `bytes`. */
  readonly file: string;
  readonly cwd: string;
  /** Content of the file, when it does not come from disk. */
  readonly bytes?: Uint8Array | undefined;
  /** A machine file that replaces the machine of the experiment. */
  readonly machine?: string | undefined;
  /** The row of the series; without one the experiment as it stands. */
  readonly run?: string | undefined;
  /** Values that replace others, as `path=value`. */
  readonly set?: readonly string[] | undefined;
  /** What files before it in the same command have shown of the disk. */
  readonly seen?: Seen | undefined;
  /** `rules` ends after the last check; the plan and the files are not made. */
  readonly until?: 'rules' | 'files';
}

/** One stage, with everything that is known of it. */
export interface CompiledStage {
  readonly written: Written;
  readonly experiment: Experiment;
  /** What the memory of the machine comes to. */
  readonly memory: MemoryPlan | undefined;
  readonly derived: Derived;
  /** What this machine knows besides the file. */
  readonly facts: Facts;
  /** Where each value is written. */
  readonly places: Places;
}

/** The findings, and as much as could be made in spite of them. */
export interface Compiled {
  /** Absolute folder of the experiment: every relative path of the plan starts here. */
  readonly folder: string;
  readonly parsed: Parsed;
  readonly diagnostics: readonly Diagnostic[];
  /** Findings that the file has exceptions for. */
  readonly allowed: readonly Diagnostic[];
  /** Ids of the series in the file. */
  readonly runs: readonly string[];
  /** In order; one of an experiment without stages. */
  readonly stages?: readonly [CompiledStage, ...CompiledStage[]];
  readonly plan?: Plan;
  readonly files?: readonly EmittedFile[];
}

/**
 * The compiler: source → schema → stages of a run → experiment → settled values → rules → targets → plan. A step reports all it finds, and the
 * line ends after a step with an error. What the plan says is carried out by `run/`.
 */
export async function compile(request: Request): Promise<Compiled> {
  const { file, cwd, bytes, machine: override, run } = request;
  const folder = file === '-' ? cwd : resolve(cwd, file, '..');

  const parsed = load(resolve(cwd, file), file === '-' ? '<stdin>' : file, bytes);
  const ended = (findings: readonly Diagnostic[], runs: readonly string[] = []): Compiled => ({
    folder,
    parsed,
    diagnostics: sortDiagnostics(findings),
    allowed: [],
    runs,
  });
  if (hasErrors(parsed.findings))
    return ended([...parsed.findings, ...(await checkBeside(parsed, 'experiment'))]);

  const shape = await checkShape(parsed, 'experiment');
  if ('findings' in shape) return ended([...parsed.findings, ...shape.findings]);
  const value = shape.value as FileValue; // checkShape has validated it
  const runs = value.runs.map(({ id }) => id);
  if (run !== undefined && !runs.includes(run)) throw unknownRun(run, runs);

  const expanded = await expandRun(value, parsed, run, commandLayer(request.set));
  const found = [...parsed.findings, ...expanded.findings];
  if (!('stages' in expanded)) return ended(found, runs);

  const machine = await loadMachine(value.machine, parsed, { cwd, folder, override });
  if ('findings' in machine) return ended([...found, ...machine.findings], runs);
  found.push(...(machine.parsed?.findings ?? []));

  const compiled: CompiledStage[] = [];
  for (const expandedStage of expanded.stages) {
    const stage = settleStage(expandedStage, parsed, machine);
    compiled.push({ facts: await probe(stage.experiment, folder, request.seen), ...stage });
  }
  const [first, ...later] = compiled;
  if (first === undefined) throw new Error('an experiment without a stage');
  const stages = [first, ...later] as const;
  const judged = runRules(rules, stages, override === undefined && (request.set ?? []).length === 0);
  const findings = [
    ...found,
    ...stages.flatMap(({ experiment, facts }) =>
      judgeClassFiles(experiment.captions.classes, facts.classFiles, parsed.file),
    ),
    ...judgeHosts(first, parsed.file),
    ...judged.findings,
  ];
  const checked = { ...ended(findings, runs), allowed: sortDiagnostics(judged.allowed), stages };
  if (request.until === 'rules' || hasErrors(findings)) return checked;

  return { ...checked, ...(await emit(stages, parsed, request)) };
}

/** What is wrong inside of the hostfile, which is the same for all stages. A file that is missing is for the rules. */
function judgeHosts(
  { experiment: { machine }, facts: { hostfile } }: CompiledStage,
  file: SourceFile,
): readonly Diagnostic[] {
  if (machine.launch.kind !== 'hosts' || hostfile?.text === undefined) return [];
  return judgeOwnHostfile(makeFileBeside(file, machine.launch.hostfile, hostfile.text), {
    nodes: machine.nodes,
    slots: machine.gpus_per_node,
  });
}

/** The files of all stages, and the plan. Only they need the templates and the targets: a check never loads them. */
async function emit(
  stages: readonly [CompiledStage, ...CompiledStage[]],
  parsed: Parsed,
  request: Request,
): Promise<{ readonly files: readonly EmittedFile[]; readonly plan: Plan }> {
  const [{ readTemplates }, { emitFiles, makePlan }, { recipeOf }] = await Promise.all([
    import('./templates/read-templates.ts'),
    import('./plan/make-plan.ts'),
    import('./captions/recipe-of.ts'),
  ]);
  const templates = await readTemplates();
  const files = emitFiles(
    stages.map(({ experiment, derived, facts }) => ({
      experiment,
      derived,
      recipe: recipeOf(experiment, facts.classFiles),
      templates,
      source: request.file,
      selection: selectionWords(request),
    })),
  );
  return { files, plan: makePlan(stages, files, parsed.file) };
}

/** The experiment of one stage, with nothing left open. */
function settleStage(
  { value, stage, origins }: ExpandedStage,
  parsed: Parsed,
  loaded: Exclude<LoadedMachine, { findings: unknown }>,
): Omit<CompiledStage, 'facts'> {
  const { parsed: machineFile, ...source } = loaded;
  // Values of the command line may lie in an inline machine block.
  const machine = typeof value.machine === 'string' || machineFile ? source.machine : value.machine;
  const written = makeExperiment(value, { ...source, machine }, stage);
  const { experiment, memory } = settle(written);
  const places = placesOf(parsed, machineFile, origins);
  return { written, experiment, memory, derived: derive(experiment), places };
}

function unknownRun(run: string, runs: readonly string[]): DitcError {
  const known = runs.map((id) => `\`${id}\``).join(', ');
  return new DitcError('usage/run', `there is no run \`${run}\``, {
    help: runs.length > 0 ? `There are ${known}.` : 'The file has no `runs`.',
  });
}
