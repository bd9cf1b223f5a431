import { type Diagnostic, type SourceFile, type Span, sortDiagnostics } from '../diagnostics/diagnostic.ts';
import { devicesOf } from './devices.ts';
import { experimentText } from './experiment-text.ts';
import { judge } from './judge/judge.ts';
import { type Launch, launchOf } from './launch.ts';
import { nameOf } from './model-entries.ts';
import { readArgv } from './read-argv.ts';
import type { Reading } from './reading.ts';
import { withoutTraining } from './without-training.ts';
import { type Call, finding, shown, sourceOf } from './word.ts';

/** An experiment as YAML, and the arguments that it was read from. */
export interface ImportedExperiment {
  readonly name: string;
  readonly text: string;
  readonly reading: Reading;
}

/** What a file comes to: an experiment for each training that can be one, and the findings. */
export interface Imported {
  readonly experiments: readonly ImportedExperiment[];
  readonly findings: readonly Diagnostic[];
  /** Every command that the file would have run, in order. */
  readonly calls: readonly Call[];
  /** The arguments of every training that is among them. */
  readonly readings: readonly Reading[];
}

/** The experiments among the commands of a file; `found` is what was found on the way to them, `read` finds a file beside it. */
export function importCalls(
  calls: readonly Call[],
  found: readonly Diagnostic[],
  path: string,
  read: (name: string) => SourceFile | undefined = () => undefined,
): Imported {
  // What the shell makes of such a file is nothing that anybody meant.
  if (found.some(({ code }) => code === 'import/windows-line-ends'))
    return { experiments: [], findings: found, calls, readings: [] };
  const launches = calls.flatMap((call) => launchOf(call, read) ?? []);
  if (launches.length === 0) {
    const findings = sortDiagnostics(withoutTraining(found, calls, path));
    return { experiments: [], findings, calls, readings: [] };
  }
  const judged = launches.map((launch) => ({ launch, reading: readArgv(launch, placeOf(launch)) }));
  const importable = judged.filter(({ reading }) => reading.trainer !== 'other');
  return {
    experiments: importable.map(({ launch, reading }) => ({
      name: nameOf(reading),
      text: experimentText(reading, devicesOf(launch), path),
      reading,
    })),
    findings: sortDiagnostics([
      ...found,
      ...judged.flatMap(({ launch, reading }) => [...reading.findings, ...judgeKnown(reading, launch)]),
      ...severalTrainings(launches),
      ...unknownWords(launches),
    ]),
    calls,
    readings: judged.map(({ reading }) => reading),
  };
}

/** What is wrong in the arguments; of those that a command prints nobody knows whether one is missing. */
function judgeKnown(reading: Reading, launch: Launch): readonly Diagnostic[] {
  const found = judge(reading, launch);
  const { substituted, place } = reading;
  if (substituted === undefined) return found;
  const message = `arguments come from ${shown(substituted.text)}, which is known where the script runs only`;
  const help = 'What is missing here may be among them. Write them into the script to have them judged.';
  return [
    ...found.filter(({ span }) => span.start !== place.start || span.end !== place.end),
    finding(substituted.span, 'warning', 'arguments-not-known', message, help),
  ];
}

/** Where a flag that is missing would stand: at the end of what a cut has left, else where the training is started. */
function placeOf({ call, argv }: Launch): Span {
  const last = call.lost.length > 0 ? argv.at(-1) : undefined;
  if (last) return last.span;
  const { file, start, end } = call.site;
  const lineEnd = file.text.indexOf('\n', start);
  return { file, start, end: lineEnd < 0 ? end : Math.min(end, lineEnd) };
}

function severalTrainings(launches: readonly Launch[]): readonly Diagnostic[] {
  const [, second] = launches;
  if (second === undefined) return [];
  const message = `${launches.length} trainings are started, and an experiment is one of them`;
  const help = 'The first is printed. `--out FOLDER` writes a file for each.';
  return [finding(second.call.site, 'warning', 'several-trainings', message, help)];
}

/** What is known where the script runs only stands in the experiment as it is written. */
function unknownWords(launches: readonly Launch[]): readonly Diagnostic[] {
  return launches
    .flatMap(({ call }) => call.words)
    .flatMap((word) =>
      (word.unknown ?? []).map((name) =>
        finding(
          sourceOf(word),
          'info',
          'unknown-value',
          `\`${name}\` is known where the script runs only`,
          'Look for it in the experiment, and write what it is.',
        ),
      ),
    );
}
