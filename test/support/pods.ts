import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { hasTool } from './tools.ts';

/** A container as a manifest has it. */
export interface Container {
  readonly command: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

/** What a process of a pod came to. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Whether this process may make mounts of its own, as a pod has them. */
export const hasMounts = (): boolean =>
  hasTool('a mount namespace', 'unshare', '--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt');

/** The folder appears where the pod sees it; what follows is the command of the container, which no shell reads again. */
const ENTER =
  'mount -t tmpfs none /mnt && mkdir -p -- "$1" && mount --bind -- "$2" "$1" && shift 2 && exec "$@"';

/** Starts the command of a container as the kubelet does, in a pod that sees `root` at `folder` below `/mnt`. */
export function startContainer(
  { command, env = [] }: Container,
  mount: { readonly folder: string; readonly root: string },
  environment: Readonly<Record<string, string>>,
): Ended {
  const named = env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
  const all = { ...Object.fromEntries(named), ...environment };
  const words = command.map((word) => expand(word, all));
  const { status, stdout, stderr } = spawnSync(
    'unshare',
    ['--mount', 'sh', '-c', ENTER, 'sh', mount.folder, mount.root, ...words],
    { env: all, cwd: tmpdir(), encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

/** What the kubelet makes of a word: `$(NAME)` is a variable that it knows, `$$` is one `$` (third_party/forked/golang/expansion). */
const expand = (word: string, environment: Readonly<Record<string, string>>): string =>
  word.replaceAll(/\$\$|\$\(([^)]*)\)/g, (found, name: string | undefined) =>
    name === undefined ? '$' : (environment[name] ?? found),
  );
