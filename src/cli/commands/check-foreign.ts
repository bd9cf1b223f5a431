import { resolve } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { judgeForeign } from '../../foreign/index.ts';
import { readWhole } from '../../source/read-source.ts';
import type { Training } from '../training.ts';

/** A way to judge a file by its name, where its content alone does not tell what it is. */
type Check = (file: string, cwd: string, training?: Training) => Promise<readonly Diagnostic[]>;

/** What each kind of file is judged by; the code of a kind is loaded with its first file. */
const CHECKS: readonly (readonly [name: RegExp, check: Check])[] = [
  [/\.csv$/i, async (...args) => (await import('./check-csv.ts')).checkCsv(...args)],
  [
    /\.(sh|bash|sbatch|slurm)$|(^|\/)(args\.json|argv\.txt)$/i,
    async (file, cwd) => (await import('./check-launch.ts')).checkLaunch(file, cwd),
  ],
];

/** Whether the name of a file says what it is. */
export const isKnownByName = (file: string): boolean => CHECKS.some(([name]) => name.test(file));

/** The findings of a file that is no experiment but one that another tool reads; nothing for any other. */
export async function checkForeign(
  file: string,
  bytes: Uint8Array | undefined,
  cwd: string,
  training?: Training,
): Promise<readonly Diagnostic[] | undefined> {
  const check = CHECKS.find(([name]) => name.test(file))?.[1];
  if (check) return check(file, cwd, training);
  const name = file === '-' ? '<stdin>' : file;
  return judgeForeign(name, bytes ?? readText(file, cwd), { ...training?.beside, cwd })?.diagnostics;
}

/** All bytes of a file; an index has many more than an experiment. */
export const readText = (file: string, cwd: string): Uint8Array =>
  readWhole(
    resolve(cwd, file),
    file,
    'No experiment, script, index or configuration is as large. Is this the right file?',
  );
