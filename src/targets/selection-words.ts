import { posix } from 'node:path';

/** What a command was given to choose an experiment by; paths start at `cwd`. */
export interface Selected {
  readonly file: string;
  readonly cwd: string;
  readonly machine?: string | undefined;
  readonly run?: string | undefined;
  readonly set?: readonly string[] | undefined;
}

/** The words behind `ditc build` that choose the same experiment from its folder, on any machine that has it. */
export function selectionWords({ file, cwd, machine, run, set = [] }: Selected): readonly string[] {
  const path = posix.resolve(cwd, file);
  const folder = posix.dirname(path);
  return [
    ...(run === undefined ? [] : [`--run=${run}`]),
    ...(machine === undefined ? [] : [`--machine=${posix.relative(folder, posix.resolve(cwd, machine))}`]),
    ...set.map((value) => `--set=${value}`),
    '--',
    posix.basename(path),
  ];
}
