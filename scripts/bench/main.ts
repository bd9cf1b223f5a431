/**
 * `npm run bench -- [--upstream DIR] [--python PYTHON] [--only NAME] [--size-mb N]`: every figure of this folder in one run, on
 * standard output as a Markdown table and as JSON in bench-results/. Ends with 1 when a figure misses its target.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { captions } from './captions.ts';
import { checkCold } from './check-cold.ts';
import { checkMany } from './check-many.ts';
import { indexRows } from './index-rows.ts';
import { pack } from './pack.ts';
import { passes, type Row } from './row.ts';
import { secondBuild } from './second-build.ts';
import { renderTable } from './table.ts';

const figures: Readonly<Record<string, (bench: Bench) => Promise<readonly Row[]>>> = {
  'check-cold': checkCold,
  'check-many': checkMany,
  captions,
  pack,
  'index-rows': indexRows,
  'second-build': secondBuild,
};

const { values: options } = parseArgs({
  options: {
    upstream: { type: 'string' },
    python: { type: 'string', default: process.env['DITC_PYTHON'] ?? 'python3' },
    only: { type: 'string' },
    'size-mb': { type: 'string', default: '1000' },
  },
});
const temp = mkdtempSync(join(tmpdir(), 'ditc-bench-'));
process.once('exit', () => rmSync(temp, { recursive: true, force: true }));
// An interrupted run cleans up as well.
process.once('SIGINT', () => process.exit(130));

const names = options.only === undefined ? Object.keys(figures) : [options.only];
const rows: Row[] = [];
for (const name of names) rows.push(...(await takeFigure(name)));

mkdirSync('bench-results', { recursive: true });
writeFileSync(
  'bench-results/bench.json',
  `${JSON.stringify({ node: process.version, platform: process.platform, cores: availableParallelism(), rows }, null, 2)}\n`,
);
process.stdout.write(`${renderTable(rows)}\n`);
process.exitCode = rows.every((row) => row.kind === 'skipped' || passes(row)) ? 0 : 1;

async function takeFigure(name: string): Promise<readonly Row[]> {
  const figure = figures[name];
  if (figure === undefined) throw new Error(`no figure \`${name}\`: ${Object.keys(figures).join(', ')}`);
  const folder = join(temp, name);
  mkdirSync(folder);
  try {
    return await figure({
      temp: folder,
      upstream: options.upstream === undefined ? undefined : resolve(options.upstream),
      python: options.python,
      sizeMb: Number(options['size-mb']),
      say: (text) => process.stderr.write(`${name}: ${text}\n`),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
