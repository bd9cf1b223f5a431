import { readIfThere } from '../disk/read-if-there.ts';
import { DitcError } from '../errors.ts';
import { writeWhole } from '../run/write-whole.ts';
import type { Entry } from './entry.ts';

/** Version of the form; another one is not read. */
const FORMAT_VERSION = 1;

/** The entries of a baseline; undefined when there is no such file. What is no baseline is refused, also before it would be replaced. */
export async function readBaseline(path: string, shown: string): Promise<readonly Entry[] | undefined> {
  const text = await readText(path, shown);
  if (text === undefined) return undefined;
  const value = parse(text);
  if (isBaseline(value)) return value.findings;
  throw new DitcError('env/no-baseline', `\`${shown}\` is no baseline of this version of ditc`, {
    help: 'Name the file that `--write-baseline` wrote, or delete it and write it again.',
  });
}

/** Puts entries, one a line, in the place of the file. */
export async function writeBaseline(path: string, shown: string, entries: readonly Entry[]): Promise<void> {
  const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n');
  const findings = lines === '' ? '[]' : `[\n${lines}\n  ]`;
  const content = `{\n  "formatVersion": ${FORMAT_VERSION},\n  "findings": ${findings}\n}\n`;
  await writeWhole({ path, content, mode: 0o644, shown });
}

async function readText(path: string, shown: string): Promise<string | undefined> {
  try {
    return await readIfThere(path);
  } catch (cause) {
    throw new DitcError('env/unreadable-file', `\`${shown}\` cannot be read`, {
      help: 'It must be a file, and you need read permission.',
      cause,
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isBaseline(value: unknown): value is { readonly findings: readonly Entry[] } {
  if (typeof value !== 'object' || value === null) return false;
  const { formatVersion, findings } = value as { formatVersion?: unknown; findings?: unknown }; // an object has every key, maybe undefined
  return formatVersion === FORMAT_VERSION && Array.isArray(findings) && findings.every(isEntry);
}

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' &&
  value !== null &&
  ['file', 'code', 'path', 'fingerprint'].every(
    (key) => typeof (value as Readonly<Record<string, unknown>>)[key] === 'string', // an object has every key, maybe undefined
  );
