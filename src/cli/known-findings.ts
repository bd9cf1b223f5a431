import { dirname, relative, resolve, sep } from 'node:path';
import { readBaseline, writeBaseline } from '../baseline/baseline-file.ts';
import type { CheckedFile, Entry } from '../baseline/entry.ts';
import { match, merge } from '../baseline/match.ts';
import { DitcError } from '../errors.ts';
import type { Context } from './context.ts';

/** Findings without those of a baseline; entries that nothing needs any more are told when the whole experiment was checked. */
export async function leaveOutKnown(
  files: readonly CheckedFile[],
  baseline: string,
  isWhole: boolean,
  { cwd, stderr }: Context,
): Promise<readonly CheckedFile[]> {
  const path = resolve(cwd, baseline);
  const entries = await readBaseline(path, baseline);
  if (!entries) throw noBaseline(baseline);
  const { files: left, gone } = match(files, entries, namer(path, cwd));
  if (isWhole && gone.length > 0) {
    const what = gone.length === 1 ? '1 finding is' : `${gone.length} findings are`;
    stderr.write(`note: ${what} gone from what \`${baseline}\` lists; \`--write-baseline\` drops them\n`);
    stderr.write(gone.map((entry) => `  ${shownEntry(entry)}\n`).join(''));
  }
  return left;
}

/** Writes the findings into a baseline; entries of files that were not checked stay. */
export async function writeKnown(
  files: readonly CheckedFile[],
  baseline: string,
  { cwd, stderr }: Context,
): Promise<void> {
  const path = resolve(cwd, baseline);
  const before = (await readBaseline(path, baseline)) ?? [];
  const entries = merge(files, before, namer(path, cwd));
  await writeBaseline(path, baseline, entries);
  stderr.write(`wrote ${entries.length} finding${entries.length === 1 ? '' : 's'} to ${baseline}\n`);
}

/** Paths as the baseline writes them, the same from every folder that ditc is started in. */
function namer(path: string, cwd: string): (file: string) => string {
  return (file) => relative(dirname(path), resolve(cwd, file)).split(sep).join('/');
}

const shownEntry = ({ file, code, path }: Entry): string =>
  path === '' ? `${file}: ${code}` : `${file}: ${code} at ${path}`;

const noBaseline = (baseline: string): DitcError =>
  new DitcError('env/no-baseline', `the baseline \`${baseline}\` does not exist`, {
    help: `Check the path, or write it with \`--write-baseline ${baseline}\`.`,
  });
