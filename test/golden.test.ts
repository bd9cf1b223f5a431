import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../src/compile.ts';
import { readTemplates } from '../src/templates/read-templates.ts';

const GOLDEN = 'test/golden/examples';
const examples = readdirSync('examples')
  .flatMap((folder) => readdirSync(join('examples', folder)).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.yaml'));

/** What is written for an example, from the folder of its machine on. */
function expectedFiles(example: string) {
  const stage = ['deepspeed.json', 'launch.sh', 'stage.json'];
  if (example !== 'anime/anime.yaml') return [...stage.map((file) => `main/${file}`), 'run.sh'];
  const stages = ['s1', 's2', 's3', 's4'];
  return [...stages.flatMap((id) => ['captions.json', ...stage].map((file) => `${id}/${file}`)), 'run.sh'];
}

/** Files of an example, without the overlay: that is a copy of `templates/overlay`. */
async function emitted(example: string) {
  const compiled = await compile({
    file: `examples/${example}`,
    cwd: process.cwd(),
    until: 'files',
  });
  expect(compiled.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
  return { plan: compiled.plan, files: compiled.files ?? [] };
}

describe.each(examples)('examples/%s', (example) => {
  test('gives the launch files that were reviewed', async () => {
    const { files } = await emitted(example);
    const own = files.filter(({ path }) => !path.includes('/overlay/'));
    const fromMachine = own.map(({ path }) => path.split('/').slice(3).join('/'));
    expect(fromMachine.toSorted()).toEqual(expectedFiles(example).toSorted());
    for (const { path, content } of own) await expect(content).toMatchFileSnapshot(join('..', GOLDEN, path));
  });

  test('gives the plan that was reviewed', async () => {
    const { plan } = await emitted(example);
    const text = `${JSON.stringify(plan, undefined, 2)}\n`;
    await expect(text).toMatchFileSnapshot(
      join('..', GOLDEN, 'plans', basename(example).replace('.yaml', '.json')),
    );
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
    given.add(join(GOLDEN, 'plans', basename(example).replace('.yaml', '.json')));
  }
  const kept = readdirSync(GOLDEN, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(kept.map((entry) => join(entry.parentPath, entry.name)).filter((path) => !given.has(path))).toEqual(
    [],
  );
});
