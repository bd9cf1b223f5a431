import { posix, relative, resolve, sep } from 'node:path';
import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import { DitcError } from '../errors.ts';
import { checkShape } from '../schema/check-shape.ts';
import { load } from '../source/load.ts';
import { locate } from '../source/locate.ts';
import type { Parsed } from '../source/parse-yaml.ts';
import type { Machine } from './experiment.ts';
import type { MachineSource } from './make-experiment.ts';

/** A machine block with the file it was parsed from, or why there is none. */
export type LoadedMachine =
  (MachineSource & { readonly parsed?: Parsed }) | { readonly findings: readonly Diagnostic[] };

/** Folders that the path of a machine file is read and shown against. */
export interface MachineRequest {
  readonly cwd: string;
  /** Folder of the experiment, absolute. */
  readonly folder: string;
  /** Machine file from the command line, relative to `cwd`; it replaces the experiment's. */
  readonly override: string | undefined;
}

/** The machine block: inline as `written`, or from the file that the experiment or the command line names. */
export async function loadMachine(
  written: Machine | string,
  experiment: Parsed,
  request: MachineRequest,
): Promise<LoadedMachine> {
  const { cwd, folder, override } = request;
  if (override !== undefined) return readMachineFile(resolve(cwd, override), request);
  if (typeof written !== 'string') return { machine: written };
  try {
    return await readMachineFile(resolve(folder, written), request);
  } catch (error) {
    if (!(error instanceof DitcError)) throw error;
    return { findings: [blameExperiment(error, experiment)] };
  }
}

async function readMachineFile(path: string, { cwd, folder }: MachineRequest): Promise<LoadedMachine> {
  const parsed = await load(path, relative(cwd, path));
  if (hasErrors(parsed.findings)) return { findings: parsed.findings };
  const shape = await checkShape(parsed, 'machine');
  if ('findings' in shape) return { findings: [...parsed.findings, ...shape.findings] };
  const { machine } = shape.value as { machine: Machine }; // checkShape has validated it
  return { machine, file: relative(folder, path).split(sep).join(posix.sep), parsed };
}

const blameExperiment = ({ code, message, help }: DitcError, experiment: Parsed): Diagnostic => ({
  code,
  severity: 'error',
  message: `the machine file ${message}`,
  path: ['machine'],
  span: locate(experiment, ['machine'], 'value'),
  help: `${help ?? ''} The path is relative to the experiment file.`.trim(),
});
