import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import { makeSourceFile } from '../source/source-file.ts';
import { type Call, finding, shown } from './word.ts';

/** What is said of a file that starts no training; `found` is what was found on the way through it. */
export function withoutTraining(
  found: readonly Diagnostic[],
  [call]: readonly Call[],
  path: string,
): readonly Diagnostic[] {
  const file = call?.site.file ?? makeSourceFile(path, '');
  // The inverse of `headerLine` (src/targets/launch/header-line.ts), which this folder may not import.
  const source = /^# Written by ditc from (.+): edit that file, not this one\.$/m.exec(file.text)?.[1];
  if (source === undefined) return [...found, noTraining(file, path)];
  // Which way a script of ours goes matters to nobody; an error is there only after somebody changed it.
  return [...found.filter(({ severity }) => severity === 'error'), writtenByDitc(file, source)];
}

const writtenByDitc = (file: SourceFile, source: string): Diagnostic =>
  finding(
    { file, start: 0, end: 0 },
    'error',
    'written-by-ditc',
    `ditc wrote this file from ${shown(source)}`,
    'It starts no training itself. Check the experiment instead.',
  );

function noTraining(file: SourceFile, path: string): Diagnostic {
  const isYaml = /\.ya?ml$/i.test(path);
  return finding(
    { file, start: 0, end: 0 },
    'error',
    'no-training',
    isYaml ? 'no training is started: is this an experiment already?' : 'no training is started',
    isYaml
      ? 'Import makes an experiment of a launch script. `ditc check` judges one that is there.'
      : 'A training is `deepspeed`, `torchrun`, `accelerate launch` or `python` with `hydit/train_deepspeed.py` or another trainer of that folder.',
  );
}
