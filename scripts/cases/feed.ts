import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { checkForeign } from '../../src/cli/commands/check-foreign.ts';
import type { Training } from '../../src/cli/training.ts';
import { checkLaunch } from '../../src/cli/commands/check-launch.ts';
import { feedYaml } from './carrier.ts';
import { readFacts } from './expectation.ts';
import { besideOf, feedCounts, feedFacts } from './facts.ts';

/** Files that a user would name for import, the outer script before those that it calls. */
const IMPORTED = ['go.sh', 'job.sh', 'train.sh', 'argv.txt', 'args.json', 'train_config.json'];

/** Files that say facts, or are no input. */
const FACTS = ['experiment.json', 'buckets.json', 'machine.json', 'env.json', 'expect.json'];

/** Everything that ditc says of a case folder, with paths that start there. */
export async function feed(folder: string): Promise<readonly Diagnostic[]> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const script = IMPORTED.find((name) => files.includes(name));
  if (script !== undefined)
    return [...(await checkLaunch(script, folder)), ...(await feedFiles(folder, files))];
  return feedFiles(folder, files);
}

async function feedFiles(folder: string, files: readonly string[]): Promise<readonly Diagnostic[]> {
  const findings: Diagnostic[] = [];
  const experiment = readFacts(folder, 'experiment.json');
  const buckets = readFacts(folder, 'buckets.json');
  const others = files.filter(
    (name) =>
      !FACTS.includes(name) &&
      /\.(csv|json|toml)$|^(?!case).*\.ya?ml$|(^|\/)(hosts|\.deepspeed_env|prep\.sh)$/.test(name) &&
      !IMPORTED.includes(name),
  );
  for (const name of others)
    findings.push(
      ...(name === 'experiment.yaml'
        ? await feedYaml(folder, name)
        : ((await checkForeign(name, undefined, folder, experiment && trainingOf(folder, experiment))) ??
          [])),
    );
  if (experiment) findings.push(...(await feedFacts(folder, 'experiment.json', experiment)));
  if (buckets) findings.push(...feedCounts(folder, 'buckets.json', buckets));
  return findings;
}

const trainingOf = (cwd: string, facts: Parameters<typeof besideOf>[0]): Training => ({
  beside: { cwd, ...besideOf(facts) },
  columns: { image: 'image_path', text: 'text', md5: 'md5', width: 'width', height: 'height' },
  captions: ['text'],
  dataRoot: undefined,
});
