import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Env, findProgram, isExecutable } from '../env/find-program.ts';
import { packageRoot } from '../package-root.ts';
import { ask } from './bounded.ts';

/** What a Python told of itself (templates/doctor/look.py), as far as it came. */
export interface Python {
  /** As in `3.11.7`. */
  readonly version: string;
  readonly executable: string;
  /** Packages by the name that pip knows; the version is unknown when they were not installed by it. */
  readonly packages: ReadonlyMap<string, { readonly there: boolean; readonly version: string | null }>;
  /** Why a package cannot be imported; null when it can. Those that were not tried are absent. */
  readonly imports: ReadonlyMap<string, string | null>;
  /** What PyTorch says of CUDA; undefined when it cannot be imported. */
  readonly cuda: Cuda | undefined;
  /** Whether it was ended before it had told all. */
  readonly late: boolean;
}

export interface Cuda {
  /** Version that PyTorch was built for; null for a build without CUDA. */
  readonly built: string | null;
  readonly available: boolean;
  /** Compute capability of each GPU, such as 8.9. */
  readonly compute: readonly number[];
}

/** Time for importing PyTorch and DeepSpeed from a cold network disk. */
export const PYTHON_SECONDS = 120;

/** Asks the Python that would train; undefined when there is none. */
export async function askPython(env: Env, seconds = PYTHON_SECONDS): Promise<Python | undefined> {
  const program = await findPython(env);
  if (program === undefined) return undefined;
  const script = fileURLToPath(new URL('templates/doctor/look.py', packageRoot()));
  const { stdout, late } = await ask(program, [script], { env, seconds });
  return readFacts(stdout.split('\n').flatMap(parseFact), late);
}

/** pip writes `deepspeed` beside the Python that it was installed for, and that one runs the ranks; without it the first on the PATH. */
async function findPython(env: Env): Promise<string | undefined> {
  const launcher = await findProgram('deepspeed', env);
  const beside = launcher && join(dirname(launcher), 'python');
  if (beside && (await isExecutable(beside))) return beside;
  return (await findProgram('python3', env)) ?? findProgram('python', env);
}

/** One line of templates/doctor/look.py. */
type Fact =
  | { readonly fact: 'python'; readonly version: string; readonly executable: string }
  | {
      readonly fact: 'package';
      readonly name: string;
      readonly there: boolean;
      readonly version: string | null;
    }
  | { readonly fact: 'import'; readonly name: string; readonly error: string | null }
  | ({ readonly fact: 'cuda' } & Cuda);

/** The fact on a line; none where the script was ended in the middle of it. */
function parseFact(line: string): readonly Fact[] {
  try {
    return [JSON.parse(line) as Fact]; // our own script has written it
  } catch {
    return [];
  }
}

function readFacts(facts: readonly Fact[], late: boolean): Python | undefined {
  const python = facts.find((fact) => fact.fact === 'python');
  if (python === undefined) return undefined;
  return {
    ...python,
    packages: new Map(facts.flatMap((fact) => (fact.fact === 'package' ? [[fact.name, fact] as const] : []))),
    imports: new Map(
      facts.flatMap((fact) => (fact.fact === 'import' ? [[fact.name, fact.error] as const] : [])),
    ),
    cuda: facts.find((fact) => fact.fact === 'cuda'),
    late,
  };
}
