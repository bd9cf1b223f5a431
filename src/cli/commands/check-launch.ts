import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Diagnostic, sortDiagnostics } from '../../diagnostics/diagnostic.ts';
import type { Beside } from '../../foreign/beside.ts';
import { judgeIdkCall } from '../../foreign/idk/command.ts';
import { judgeForeign } from '../../foreign/index.ts';
import { importFile } from '../../import/import-files.ts';
import { given, numberOf, type Reading, textsOf } from '../../import/reading.ts';
import type { Call } from '../../import/word.ts';
import { judgeImported } from '../judge-imported.ts';
import { readText } from './check-foreign.ts';

/** The findings of import, what the compiler refuses in the experiments that it makes, and the findings of the indexes that the script trains on and of `idk` in it. Nothing of it is executed. */
export async function checkLaunch(file: string, cwd: string): Promise<readonly Diagnostic[]> {
  const { findings, calls, readings, experiments } = await importFile(file, cwd);
  const prepares = calls.some(({ words }) => words.some(({ text }) => isIdk(text)));
  const judged = await Promise.all(experiments.map((experiment) => judgeImported(experiment, cwd)));
  return sortDiagnostics([
    ...judged.flat(),
    ...findings
      .filter(({ code }) => !(prepares && code === 'import/no-training'))
      .map((each) =>
        each.code === 'import/written-by-ditc' ? { ...each, severity: 'info' as const } : each,
      ),
    ...calls.flatMap(judgeIdk),
    ...readings.flatMap((reading) => judgeIndexes(reading, dirname(file), cwd)),
  ]);
}

const isIdk = (text: string): boolean => /(^|\/)idk$/.test(text);

function judgeIdk({ words }: Call): readonly Diagnostic[] {
  const at = words.findIndex(({ text }) => isIdk(text));
  return at < 0 ? [] : judgeIdkCall(words.slice(at));
}

/** Each index that lies where the script would find it, as the loader of that training reads it. */
function judgeIndexes(reading: Reading, folder: string, cwd: string): readonly Diagnostic[] {
  const beside = { ...besideOf(reading), cwd };
  return textsOf(reading, '--index-file').flatMap((name) => {
    const path = [join(folder, name), join(folder, '..', name)].find((each) => isFile(resolve(cwd, each)));
    return path === undefined ? [] : (judgeForeign(path, readText(path, cwd), beside)?.diagnostics ?? []);
  });
}

/** Sizes as the trainer has them; a flag that is wrong or not there says none. */
function besideOf(reading: Reading): Beside {
  const [base, step] = [numberOf(reading, '--image-size'), numberOf(reading, '--reso-step')];
  return {
    multi: given(reading, '--multireso') !== undefined,
    microBatch: numberOf(reading, '--batch-size'),
    ...(base > 0 && { base }),
    ...(step > 0 && { step }),
  };
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false; // it is not here, or its name is none
  }
}
