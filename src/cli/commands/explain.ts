import { readFile } from 'node:fs/promises';
import { catalog } from '../../diagnostics/catalog.ts';
import { DitcError } from '../../errors.ts';
import { packageRoot } from '../../package-root.ts';
import { rules } from '../../rules/index.ts';
import { nearest } from '../../schema/wording.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

/** What a finding means: the page of a rule, or a paragraph. `rule/` may be left out. */
export async function explain(code: string, { stdout }: Context): Promise<number> {
  const rule = rules.find(({ id }) => id === code || `rule/${id}` === code);
  if (rule) {
    stdout.write(await readFile(new URL(`src/rules/${rule.id}.md`, packageRoot()), 'utf8'));
    return EXIT.ok;
  }
  if (!Object.hasOwn(catalog, code)) throw unknownCode(code);
  stdout.write(`# ${code}\n\n${catalog[code]}\n`);
  return EXIT.ok;
}

function unknownCode(code: string): DitcError {
  const known = [...rules.map(({ id }) => `rule/${id}`), ...Object.keys(catalog)];
  const meant = nearest(code, known) ?? nearest(`rule/${code}`, known);
  const help =
    meant === undefined
      ? 'The code is what stands in brackets behind a finding.'
      : `Did you mean \`${meant}\`?`;
  return new DitcError('env/unknown-code', `there is no finding \`${code}\``, { help });
}
