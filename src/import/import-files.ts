import { basename, dirname, join, posix, resolve } from 'node:path';
import { type Diagnostic, type SourceFile, sortDiagnostics } from '../diagnostics/diagnostic.ts';
import { DitcError } from '../errors.ts';
import { parseJson } from '../foreign/json/parse-json.ts';
import { MAX_BYTES } from '../source/decode.ts';
import { load } from '../source/load.ts';
import { valueOf } from '../source/parse-yaml.ts';
import { readSource } from '../source/read-source.ts';
import { makeSourceFile } from '../source/source-file.ts';
import type { Devices } from './devices.ts';
import { experimentText } from './experiment-text.ts';
import { type Imported, importCalls } from './import-calls.ts';
import { judge } from './judge/judge.ts';
import { nameOf } from './model-entries.ts';
import { readArgv } from './read-argv.ts';
import { processesOf, readRecord } from './read-record.ts';
import { callOfLines, isWordList } from './read-words.ts';
import type { Reading } from './reading.ts';
import { type Call, finding, type Word } from './word.ts';

/** Imports one file: args.json of a run, arguments one a line, or a shell script. Nothing in it is executed. */
export async function importFile(path: string, cwd: string): Promise<Imported> {
  if (path.endsWith('.json')) return importRecord(path, cwd);
  const file = readText(resolve(cwd, path), path);
  const folder = resolve(cwd, dirname(path));
  const read = (name: string): SourceFile | undefined => readNeighbour(folder, path, name);
  if (isWordList(file)) return importWords(callOfLines(file), path, read);
  const { runScript } = await import('./shell/run-script.ts');
  const { calls, findings } = await runScript(file, read);
  return importCalls(calls, findings, path, read);
}

/** A command, or the arguments of the trainer alone. */
function importWords(call: Call, path: string, read: (name: string) => SourceFile | undefined): Imported {
  if (call.words[0]?.text.startsWith('-') !== true) return importCalls([call], [], path, read);
  const reading = readArgv({ argv: call.words, trainer: undefined, isOverlay: false }, call.site);
  const devices = { nodes: 1, gpusPerNode: undefined, port: undefined, environment: call.env };
  return importReading(reading, devices, path);
}

/** What arguments come to of which no launcher is known. */
function importReading(reading: Reading, devices: Devices, path: string): Imported {
  return {
    experiments: [{ name: nameOf(reading), text: experimentText(reading, devices, path), reading }],
    findings: sortDiagnostics([...reading.findings, ...judge(reading, undefined)]),
    calls: [],
    readings: reading.isRecord ? [] : [reading], // what lies beside a record is not what it was trained on
  };
}

const utf8 = new TextDecoder('utf-8');

function readText(absolute: string, name: string): SourceFile {
  const bytes = readSource(absolute, name);
  if (bytes.length > MAX_BYTES)
    throw new DitcError('env/unreadable-file', `\`${name}\` has more than ${MAX_BYTES / 1024} KiB`, {
      help: 'That is no launch script. Is this the right file?',
    });
  return makeSourceFile(name, utf8.decode(bytes));
}

/**
 * A script that another one calls: by its name in the same folder, or from the folder above, where upstream's scripts are started
 * (controlnet/train_controlnet.sh, commit 368280e). Where it is called from is known at run time only.
 */
function readNeighbour(folder: string, path: string, name: string): SourceFile | undefined {
  if (name.includes('\0')) return undefined;
  const above = posix.isAbsolute(name) ? [] : [join('..', name)];
  for (const candidate of [basename(name), ...above]) {
    try {
      return readText(join(folder, candidate), join(dirname(path), candidate));
    } catch (error) {
      if (!(error instanceof DitcError)) throw error; // it is not there, or no script
    }
  }
  return undefined;
}

function importRecord(path: string, cwd: string): Imported {
  const parsed = load(resolve(cwd, path), path);
  const json = parseJson(parsed.file).findings;
  const errors = json.length > 0 ? json : parsed.findings.filter(({ severity }) => severity === 'error');
  const value: unknown = errors.length > 0 ? undefined : valueOf(parsed);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return {
      experiments: [],
      findings: errors.length > 0 ? errors : [noRecord(parsed.file)],
      calls: [],
      readings: [],
    };
  const record = value as Record<string, unknown>; // a map of a parsed file
  const reading = readRecord(record, parsed);
  const environment = new Map<string, Word>();
  const devices = { nodes: 1, gpusPerNode: processesOf(record), port: undefined, environment };
  return importReading(reading, devices, path);
}

const noRecord = (file: SourceFile): Diagnostic =>
  finding(
    { file, start: 0, end: 1 },
    'error',
    'no-record',
    'the file holds no arguments',
    'The trainer writes `args.json` into the folder of a run: a map from each flag to its value. Is this the right file?',
  );
