import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { weightsPlace } from '../../src/targets/launch/weights.ts';
import { pathsOf } from '../../src/targets/paths.ts';
import { emit } from './emit.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A launcher that trains nothing: its arguments and its environment go to stdout, each ended by a NUL. */
const STUB = `#!/bin/sh
printf '%s\\0' "$@" --environment--
exec env -0
`;

/** An experiment’s folder with its generated files and all that they need, and a launcher in place of DeepSpeed's. */
export interface Site {
  readonly root: string;
  readonly bin: string;
}

/** What the launcher was started with. */
export interface Started {
  readonly status: number | null;
  readonly stderr: string;
  readonly argv: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
}

/** Writes the generated files and stand-ins for checkout, weights and index into a new folder with an awkward name. */
export function makeSite(experiment: Experiment): Site {
  const top = temporaryFolder("ditc it's $(touch pwned) 青 ");
  const root = join(top, 'experiment');
  for (const { path, content, executable } of emit(experiment)) {
    write(join(root, path), content);
    if (executable) chmodSync(join(root, path), 0o755);
  }
  const checkout = posix.resolve(root, experiment.machine.checkout);
  const weights = weightsPlace(experiment);
  write(join(checkout, 'hydit/train_deepspeed.py'), '');
  if (weights) write(posix.resolve(weights.base === 'root' ? root : checkout, weights.path), '');
  write(posix.resolve(root, pathsOf(experiment).index), '{}');
  const bin = join(top, 'bin');
  write(join(bin, 'deepspeed'), STUB);
  chmodSync(join(bin, 'deepspeed'), 0o755);
  return { root, bin };
}

export function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Runs a generated script, by bash and from another folder, as a user would. */
export function start(
  { root, bin }: Site,
  script: string,
  environment: Record<string, string> = {},
): Started {
  const { status, stdout, stderr } = spawnSync('bash', [join(root, script)], {
    cwd: tmpdir(),
    env: { PATH: `${bin}:/usr/bin:/bin`, LC_ALL: 'C.UTF-8', ...environment },
    encoding: 'utf8',
  });
  const words = stdout.split('\0').slice(0, -1);
  const mark = words.indexOf('--environment--');
  const pairs =
    mark < 0
      ? []
      : words
          .slice(mark + 1)
          .map((word): [string, string] => [
            word.slice(0, word.indexOf('=')),
            word.slice(word.indexOf('=') + 1),
          ]);
  return { status, stderr, argv: mark < 0 ? [] : words.slice(0, mark), environment: new Map(pairs) };
}
