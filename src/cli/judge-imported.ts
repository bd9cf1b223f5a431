import { compile } from '../compile.ts';
import { type Diagnostic, dotted } from '../diagnostics/diagnostic.ts';
import type { ImportedExperiment } from '../import/import-calls.ts';
import { given, type Reading, type Setting } from '../import/reading.ts';
import { sourceOf } from '../import/word.ts';
import { flags } from '../targets/launch/flags.ts';

/**
 * What the compiler refuses in an experiment that was read from arguments, at the flag that says it. Left out is what no flag says: the
 * data has still to be named, and the card is a guess of the importer's. So is what depends on the place, where neither weights nor
 * GPUs need be, and what is only unusual: a script that trains is judged, not written.
 */
export async function judgeImported(
  { text, reading }: ImportedExperiment,
  cwd: string,
): Promise<readonly Diagnostic[]> {
  const { diagnostics } = await compile({ file: '-', bytes: Buffer.from(text), cwd, until: 'rules' });
  return diagnostics.flatMap(({ code, severity, message, path, help }) => {
    const item = path.at(-1);
    const inList = typeof item === 'number';
    const setting = settingOf(reading, dotted(inList ? path.slice(0, -1) : path));
    if (severity !== 'error' || setting === undefined || isOfPlace(code, dotted(path))) return [];
    const word = setting.words.at(inList ? item : 0) ?? setting.name;
    return [{ code, severity, message, path: [], span: sourceOf(word), ...(help !== undefined && { help }) }];
  });
}

/** What depends on where things are, or on how large a machine is; of weights by a path only what no machine can change counts. */
const isOfPlace = (code: string, path: string): boolean =>
  path.startsWith('machine') || (path === 'model.weights' && code !== 'rule/xl-needs-own-weights');

/** The flag, given and known, from which the value at a path was read. */
function settingOf(reading: Reading, path: string): Setting | undefined {
  const saying = flags.filter(({ from }) => from.includes(path));
  const settings = saying.flatMap(({ flag }) => given(reading, flag) ?? []);
  const known = settings.filter(({ words }) => words.every(({ unknown }) => unknown === undefined));
  return known.find(({ words }) => words.length > 0) ?? known[0];
}
