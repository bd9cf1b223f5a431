/**
 * `npm run cases -- DIR [CASE…]`: feeds each case folder of DIR to ditc as a user would, and compares verdict and findings with its
 * `expect.json`. Ends with 1 when a case does not pass.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { lineText, positionAt } from '../src/source/source-file.ts';
import { readExpectation } from './cases/expectation.ts';
import { feed } from './cases/feed.ts';
import { scoreOf } from './cases/score.ts';

const [directory, ...only] = process.argv.slice(2);
if (directory === undefined) throw new Error('usage: npm run cases -- DIR [CASE…]');

const kinds = new Map<string, { passed: number; all: number }>();
for (const name of casesOf(resolve(directory))) {
  const { kind, troubles } = await run(resolve(directory, name));
  const count = kinds.get(kind) ?? { passed: 0, all: 0 };
  kinds.set(kind, { passed: count.passed + (troubles.length === 0 ? 1 : 0), all: count.all + 1 });
  for (const trouble of troubles) process.stdout.write(`${name}: ${trouble}\n`);
}
for (const [kind, { passed, all }] of [...kinds].sort())
  process.stdout.write(`${kind}: ${passed} of ${all}\n`);
const failed = [...kinds.values()].some(({ passed, all }) => passed < all);
process.exitCode = failed ? 1 : 0;

function casesOf(folder: string): readonly string[] {
  const all = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'expect.json')));
  return all.filter((name) => only.length === 0 || only.some((part) => name.includes(part))).sort();
}

/** In a copy, with the files that `make.py` makes. */
async function run(folder: string): Promise<{ kind: string; troubles: readonly string[] }> {
  const copy = mkdtempSync(join(tmpdir(), 'ditc-case-'));
  try {
    cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
    const expected = readExpectation(copy);
    if (existsSync(join(copy, 'make.py')) && isMissingInput(copy))
      execFileSync(process.env['DITC_PYTHON'] ?? 'python3', ['make.py'], { cwd: copy, stdio: 'ignore' });
    const findings = await feed(copy);
    if (only.length > 0)
      for (const { severity, code, message, span } of findings) {
        const { line, column } = positionAt(span.file, span.start);
        process.stdout.write(
          `    ${span.file.path}:${line}:${column} ${severity} ${code} ${message} | ${lineText(span.file, line).slice(0, 80)}\n`,
        );
      }
    return { kind: expected.kind, troubles: scoreOf(expected, findings).troubles };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** A case whose data or link is made on the spot. */
function isMissingInput(folder: string): boolean {
  const isImage = (name: string): boolean => /\.(png|jpe?g|gif|webp)$/.test(name);
  return !existsSync(join(folder, 'data.csv')) || !readdirSync(folder).some(isImage);
}
