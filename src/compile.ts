import { resolve } from 'node:path';
import { type Diagnostic, hasErrors, sortDiagnostics } from './diagnostics/diagnostic.ts';
import { probe, type Seen } from './env/probe.ts';
import { type Derived, derive } from './experiment/derive.ts';
import type { Experiment, Machine, Written } from './experiment/experiment.ts';
import { loadMachine } from './experiment/load-machine.ts';
import { makeExperiment } from './experiment/make-experiment.ts';
import type { Plan } from './plan/plan.ts';
import { rules } from './rules/index.ts';
import { placesOf } from './rules/places.ts';
import { type Places, runRules } from './rules/run-rules.ts';
import { checkShape } from './schema/check-shape.ts';
import { settle } from './settle/settle.ts';
import type { MemoryPlan } from './settle/settle-memory.ts';
import { load } from './source/load.ts';
import type { Parsed } from './source/parse-yaml.ts';
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
  /** What files before it in the same command have shown of the disk. */
  readonly seen?: Seen | undefined;
  /** `rules` ends after the last check; the plan and the files are not made. */
  readonly until?: 'rules' | 'files';
}

/** The findings, and as much as could be made in spite of them. */
export interface Compiled {
  /** Absolute folder of the experiment: every relative path of the plan starts here. */
  readonly folder: string;
  readonly parsed: Parsed;
  readonly diagnostics: readonly Diagnostic[];
  readonly written?: Written;
  readonly experiment?: Experiment;
  /** What the memory of the machine comes to. */
  readonly memory?: MemoryPlan | undefined;
  readonly derived?: Derived;
  /** Where each value of the experiment is written. */
  readonly places?: Places;
  readonly plan?: Plan;
  readonly files?: readonly EmittedFile[];
}

/**
 * The compiler: source → schema → experiment → settled values → rules → targets → plan. A stage reports all it finds, and the line ends after
 * a stage with an error. What the plan says is carried out by `run/`.
 */
export async function compile(request: Request): Promise<Compiled> {
  const { file, cwd, bytes, machine: override } = request;
  const folder = file === '-' ? cwd : resolve(cwd, file, '..');

  const parsed = load(resolve(cwd, file), file === '-' ? '<stdin>' : file, bytes);
  const ended = (findings: readonly Diagnostic[]): Compiled => ({
    folder,
    parsed,
    diagnostics: sortDiagnostics(findings),
  });
  if (hasErrors(parsed.findings)) return ended(parsed.findings);

  const shape = await checkShape(parsed, 'experiment');
  if ('findings' in shape) return ended([...parsed.findings, ...shape.findings]);
  const value = shape.value as Omit<Written, 'machine'> & { machine: Machine | string }; // checkShape has validated it

  const machine = await loadMachine(value.machine, parsed, { cwd, folder, override });
  if ('findings' in machine) return ended([...parsed.findings, ...machine.findings]);

  const written = makeExperiment(value, machine);
  const { experiment, memory } = settle(written);
  const derived = derive(experiment);
  const facts = await probe(experiment, folder, request.seen);

  const places = placesOf(parsed, machine.parsed);
  const findings = runRules(rules, { written, experiment, memory, derived, facts }, places);
  const checked = {
    ...ended([...parsed.findings, ...(machine.parsed?.findings ?? []), ...findings]),
    written,
    experiment,
    memory,
    derived,
    places,
  };
  if (request.until === 'rules' || hasErrors(findings)) return checked;

  // Only these stages need the templates and the targets: a check never loads them.
  const { readTemplates } = await import('./templates/read-templates.ts');
  const { emitFiles, makePlan } = await import('./plan/make-plan.ts');
  const files = emitFiles({ experiment, derived, templates: await readTemplates(), source: file });
  return { ...checked, files, plan: makePlan({ experiment, memory }, derived, files, parsed.file) };
}
