import { readFile } from 'node:fs/promises';
import { DitcError } from '../../errors.ts';
import { packageRoot } from '../../package-root.ts';
import { rules } from '../../rules/index.ts';
import { nearest } from '../../schema/wording.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

/** The page of a rule: what, why, example, what to do. */
export async function explain(code: string, { stdout }: Context): Promise<number> {
  const id = code.replace(/^rule\//, '');
  if (!rules.some((rule) => rule.id === id)) throw unknownCode(code, id);
  stdout.write(await readFile(new URL(`src/rules/${id}.md`, packageRoot()), 'utf8'));
  return EXIT.ok;
}

function unknownCode(code: string, id: string): DitcError {
  const meant = nearest(id, rules.map((rule) => rule.id));
  const help = meant === undefined ? 'The code is what stands in brackets behind a finding.' : `Did you mean \`rule/${meant}\`?`;
  return new DitcError('env/unknown-code', `no page for \`${code}\``, { help });
}
