import { type Stats, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DitcError } from '../errors.ts';
import { load } from '../source/load.ts';
import { readSource } from '../source/read-source.ts';

/** Folders that hold no experiment: what others installed and what ditc wrote. */
const LEFT_OUT = ['node_modules', '.git', 'packed', 'runs', 'launch'];

/** The files that arguments name, each once, and what is wrong with the arguments that name none. */
export interface NamedFiles {
  readonly files: readonly string[];
  readonly troubles: readonly DitcError[];
}

/** A folder stands for every experiment below it, a pattern that the shell has left alone for those that it matches. */
export async function namedFiles(args: readonly string[], cwd: string): Promise<NamedFiles> {
  const files = new Map<string, string>();
  const troubles: DitcError[] = [];
  for (const arg of args) {
    const named = await filesOf(arg, cwd);
    if (named.length === 0) troubles.push(namesNothing(arg));
    for (const file of named) {
      const key = file === '-' ? file : resolve(cwd, file);
      if (!files.has(key)) files.set(key, file);
    }
  }
  return { files: [...files.values()], troubles };
}

/** Whatever is neither a folder nor a pattern is a file, though it may not be there: reading it says so. */
async function filesOf(arg: string, cwd: string): Promise<readonly string[]> {
  const there = arg === '-' ? undefined : statOf(resolve(cwd, arg));
  if (there?.isDirectory()) {
    const below = await experimentsIn('**/*.{yaml,yml}', resolve(cwd, arg));
    return below.map((file) => join(arg, file));
  }
  return there === undefined && /[*?[{(]/.test(arg) ? await experimentsIn(arg, cwd) : [arg];
}

async function experimentsIn(pattern: string, folder: string): Promise<readonly string[]> {
  const { glob } = await import('tinyglobby'); // one file named by its path needs none of it
  const found = await glob(pattern, {
    cwd: folder,
    ignore: LEFT_OUT.map((name) => `**/${name}/**`),
    followSymbolicLinks: false, // a link to a folder above would never end
    expandDirectories: false,
  });
  return found.sort().filter((file) => isExperiment(resolve(folder, file), file));
}

/** At the beginning of a line of a block, where a key of the top level stands. */
const isAtTop = (text: string, key: string): boolean =>
  new RegExp(`^["']?${key}["']?[ \\t]*:`, 'm').test(text);

/** Whether a file has `ditc` and `model` at its top, as no machine file has; what is wrong elsewhere in it does not matter. */
export function isExperiment(path: string, name: string): boolean {
  try {
    const bytes = readSource(path, name);
    const text = new TextDecoder().decode(bytes); // without a byte order mark
    if (isAtTop(text, 'ditc') && isAtTop(text, 'model')) return true;
    if (!text.trimStart().startsWith('{')) return false;
    const { document } = load(path, name, bytes);
    return document.has('ditc') && document.has('model');
  } catch (error) {
    if (error instanceof DitcError) return true; // the check says why it cannot be read
    throw error;
  }
}

/** Undefined when nothing is there, or nothing that can be asked. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

const namesNothing = (arg: string): DitcError =>
  new DitcError('usage/no-experiment', `\`${arg}\` names no experiment`, {
    help: `An experiment is a YAML file with \`ditc\` and \`model\` at its top; \`ditc init\` writes one to start from. Folders called ${LEFT_OUT.map((name) => `\`${name}\``).join(', ')} are left out.`,
  });
