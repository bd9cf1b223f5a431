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

/** The overlay's own list (templates/overlay/checkout.py): it refuses to start on any other file, so that is what decides here. */
async function readKnown(): Promise<Known> {
  const text = await readFile(new URL('templates/overlay/checkout.py', packageRoot()), 'utf8');
  const commit = /^KNOWN_COMMIT = "([0-9a-f]{40})"$/m.exec(text)?.[1];
  const files = new Map(
    [...text.matchAll(/"([\w./]+\.py)": "([0-9a-f]{64})"/g)].map(([, path = '', digest = '']) => [
      path,
      digest,
    ]),
  );
  if (commit === undefined || files.size === 0)
    throw new Error('templates/overlay/checkout.py has no list of files');
  return { commit, files };
}

/** The checkout: whether it is there, and whether its files are those that were read for this compiler. */
export async function checkCheckout({ checkout }: Wanted, env: Env): Promise<readonly Check[]> {
  const { commit, files } = await readKnown();
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
