import { spawnSync } from 'node:child_process';
import { test } from 'vitest';

const python = process.env['DITC_PYTHON'] ?? 'python3';

/** What a Python program printed as JSON; its arguments are passed on. Throws with its standard error when it fails. */
export function runPython(program: string, args: readonly string[], options: { cwd?: string } = {}): unknown {
  const { status, stdout, stderr } = spawnSync(python, ['-c', program, ...args], {
    encoding: 'utf8',
    ...options,
  });
  if (status !== 0) throw new Error(`${python} failed: ${stderr}`);
  return JSON.parse(stdout.slice(stdout.trimEnd().lastIndexOf('\n') + 1));
}

/** A test that needs Python modules: skipped by name without them, failing where DITC_REQUIRE_TOOLS=1. */
export function testWithModules(
  modules: readonly string[],
  name: string,
  run: () => void | Promise<void>,
): void {
  const missing = modules.filter((module) => spawnSync(python, ['-c', `import ${module}`]).status !== 0);
  if (missing.length === 0 || process.env['DITC_REQUIRE_TOOLS'] === '1') test(name, run);
  else test.skip(`${name} (needs Python with ${missing.join(', ')})`, () => {});
}

/** A test that needs a checkout of HunyuanDiT, named by HYDIT, and Python modules: skipped by name without them. */
export function testWithCheckout(
  modules: readonly string[],
  name: string,
  run: (checkout: string) => void | Promise<void>,
): void {
  const checkout = process.env['HYDIT'];
  if (checkout === undefined) test.skip(`${name} (needs HYDIT=DIR)`, () => {});
  else testWithModules(modules, name, () => run(checkout));
}
