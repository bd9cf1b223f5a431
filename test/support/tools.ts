import { execFileSync } from 'node:child_process';

/** Interpreter for tests that run Python. */
export const PYTHON = process.env['DITC_PYTHON'] ?? 'python3';

/** A checkout of HunyuanDiT for tests that run its own code; they skip without one. */
export const HYDIT = process.env['HYDIT'];

/**
 * Whether a command works here. One that does not skips the tests that need it, with its name in the log; where
 * DITC_REQUIRE_TOOLS=1 it fails them instead.
 */
export function hasTool(name: string, command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch (cause) {
    if (process.env['DITC_REQUIRE_TOOLS'] === '1') throw new Error(`${name} is required here`, { cause });
    process.stderr.write(`skipped: ${name} is not installed\n`);
    return false;
  }
}

/** Whether the interpreter has a module. */
export function hasPythonModule(module: string): boolean {
  const look = `import importlib.util, sys; sys.exit(importlib.util.find_spec('${module}') is None)`;
  return hasTool(`Python's ${module}`, PYTHON, '-c', look);
}

/** Runs a script with JSON on its stdin; what it prints is JSON. */
export function runPython(script: string, input: unknown, ...args: string[]): unknown {
  const output = execFileSync(PYTHON, [script, ...args], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return JSON.parse(output);
}
