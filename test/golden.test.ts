import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../src/compile.ts';
import { readTemplates } from '../src/templates/read-templates.ts';

const GOLDEN = 'test/golden/examples';
const examples = readdirSync('examples/porcelain').filter((name) => name.endsWith('.yaml'));

/** Files of an example, without the overlay: that is a copy of `templates/overlay`. */
async function emitted(example: string) {
  const compiled = await compile({
    file: `examples/porcelain/${example}`,
    cwd: process.cwd(),
    until: 'files',
  });
  expect(compiled.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
  return { plan: compiled.plan, files: compiled.files ?? [] };
}

describe.each(examples)('examples/porcelain/%s', (example) => {
  test('gives the launch files that were reviewed', async () => {
    const { files } = await emitted(example);
    const own = files.filter(({ path }) => !path.includes('/overlay/'));
    expect(own.map(({ path }) => basename(path)).toSorted()).toEqual([
      'deepspeed.json',
      'launch.sh',
      'run.sh',
      'stage.json',
    ]);
    for (const { path, content } of own) await expect(content).toMatchFileSnapshot(join('..', GOLDEN, path));
  });

  test('gives the plan that was reviewed', async () => {
    const { plan } = await emitted(example);
    const text = `${JSON.stringify(plan, undefined, 2)}\n`;
    await expect(text).toMatchFileSnapshot(join('..', GOLDEN, 'plans', example.replace('.yaml', '.json')));
  });

  test('carries the overlay as it is in templates/', async () => {
    const { files } = await emitted(example);
    const templates = await readTemplates();
    const overlay = files.filter(({ path }) => path.includes('/overlay/'));
    expect(overlay.length).toBeGreaterThan(5);
    for (const { path, content } of overlay) expect(content).toBe(templates.get(`overlay/${basename(path)}`));
  });
});

test('no reviewed file is left that nothing gives any more', async () => {
  const given = new Set<string>();
  for (const example of examples) {
    const { files } = await emitted(example);
    for (const { path } of files) given.add(join(GOLDEN, path));
    given.add(join(GOLDEN, 'plans', example.replace('.yaml', '.json')));
  }
  const kept = readdirSync(GOLDEN, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(kept.map((entry) => join(entry.parentPath, entry.name)).filter((path) => !given.has(path))).toEqual(
    [],
  );
});
