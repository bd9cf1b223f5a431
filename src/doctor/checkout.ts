import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import { type Check, missing, ok } from './check.ts';
import { ask } from './bounded.ts';
import type { Env } from '../env/find-program.ts';
import type { Wanted } from './wanted.ts';

/** The commit that the overlay knows, and the digests of the files that its patches rely on. */
interface Known {
  readonly commit: string;
  readonly files: ReadonlyMap<string, string>;
}

/** A fork declares flags of its own there, and the overlay lets it (templates/overlay/checkout.py). */
const PARSER = 'hydit/config.py';

/**
 * The overlay's own list (templates/overlay/checkout.py): it refuses to start on any other file, so that is what decides here. Of the
 * trainers' files only those of the one that trains count.
 */
async function readKnown({ trainer, commit: named }: Wanted): Promise<Known> {
  const [settings, checkout] = await Promise.all(['settings.py', 'checkout.py'].map(readOverlay));
  // The two other trainers stand there by the names that settings.py gives them.
  const scripts = [...(settings ?? '').matchAll(/^([A-Z_]+) = "(hydit\/\w+\.py)"$/gm)];
  const text = scripts.reduce(
    (named, [, name, script]) => named.replaceAll(`${name}: `, `"${script}": `),
    checkout ?? '',
  );
  const commit = /^KNOWN_COMMIT = "([0-9a-f]{40})"$/m.exec(text)?.[1];
  const common = /^KNOWN_FILES = \{\n([^}]*)\}$/m.exec(text)?.[1];
  const blocks = [...text.matchAll(/^ {4}\S+: \{\n([^}]*)\},$/gm)].map(([, block = '']) => digestsIn(block));
  const own = blocks.find((digests) => digests.has(trainer));
  if (commit === undefined || common === undefined || own === undefined)
    throw new Error('templates/overlay/checkout.py has no list of the files');
  const files = new Map([...own, ...digestsIn(common)]);
  if (named !== undefined && named !== commit) files.delete(PARSER);
  return { commit, files };
}

const readOverlay = (name: string): Promise<string> =>
  readFile(new URL(`templates/overlay/${name}`, packageRoot()), 'utf8');

const digestsIn = (block: string): ReadonlyMap<string, string> =>
  new Map(
    [...block.matchAll(/"([\w./]+\.py)": "([0-9a-f]{64})"/g)].map(([, path = '', digest = '']) => [
      path,
      digest,
    ]),
  );

/** The checkout: whether it is there, and whether its files are those that were read for this compiler. */
export async function checkCheckout(wanted: Wanted, env: Env): Promise<readonly Check[]> {
  const { checkout } = wanted;
  const { commit, files } = await readKnown(wanted);
  const short = commit.slice(0, 7);
  const looked = [...files].map(async ([path, digest]) => ({
    path,
    digest,
    found: await digestOf(join(checkout.path, path)),
  }));
  const seen = await Promise.all(looked);
  if (seen.every(({ found }) => found === undefined)) return [noCheckout(checkout.shown, short)];
  const head = await headOf(checkout.path, env);
  const where = `\`${checkout.shown}\`${head === undefined ? '' : ` at commit ${head.slice(0, 7)}`}`;
  const wrong = seen.find(({ digest, found }) => found !== digest);
  if (wrong === undefined) return [ok('checkout', `${where}, with the files of ${short}`)];
  const how = wrong.found === undefined ? 'is missing' : `is not that of ${short}`;
  return [
    missing(
      'checkout',
      `${where}: \`${wrong.path}\` ${how}`,
      `The overlay refuses to start on it. In the checkout, \`git diff ${short} -- ${wrong.path}\` shows the difference and \`git checkout ${short} -- ${wrong.path}\` ends it.`,
    ),
  ];
}

const noCheckout = (shown: string, short: string): Check =>
  missing(
    'checkout',
    `no HunyuanDiT in \`${shown}\``,
    `\`git clone https://github.com/Tencent/HunyuanDiT\` there and \`git checkout ${short}\` in it, or name its place as \`machine.checkout\`.`,
  );

/** SHA-256 of a text as if it had LF line ends, as the overlay takes it; undefined when the file cannot be read. */
async function digestOf(path: string): Promise<string | undefined> {
  try {
    const text = await readFile(path, 'latin1');
    return createHash('sha256').update(text.replaceAll('\r\n', '\n'), 'latin1').digest('hex');
  } catch {
    return undefined;
  }
}

/** The commit that Git says is checked out; undefined without Git, and for a copy without a history of its own. */
async function headOf(checkout: string, env: Env): Promise<string | undefined> {
  // The prefix is empty at the top of a repository only: a copy may lie inside of another one.
  const argv = ['-C', checkout, 'rev-parse', '--show-prefix', 'HEAD'];
  const { stdout } = await ask('git', argv, { env, seconds: 10 });
  return /^\n([0-9a-f]{40})\n$/.exec(stdout)?.[1];
}
