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
  const section = SECTIONS.get(code.split('/', 1)[0] ?? '');
  if (section !== undefined) {
    stdout.write(await sectionOf(section));
    return EXIT.ok;
  }
  if (!Object.hasOwn(catalog, code)) throw unknownCode(code);
  stdout.write(`# ${code}\n\n${catalog[code]}\n`);
  return EXIT.ok;
}

/** Sections of docs/foreign-files.md by the first word of a code: what is wrong in files of other tools is explained together. */
const SECTIONS: ReadonlyMap<string, string> = new Map([
  ['json', 'DeepSpeed JSON'],
  ['deepspeed', 'DeepSpeed JSON'],
  ['hostfile', 'Hostfile'],
  ['env-file', '`.deepspeed_env`'],
  ['index', 'Index JSON'],
  ['idk', '`idk` recipe'],
  ['import', 'Scripts'],
  ['kohya', 'TOML of kohya'],
  ['data', 'CSV and images'],
]);

async function sectionOf(title: string): Promise<string> {
  const page = await readFile(new URL('docs/foreign-files.md', packageRoot()), 'utf8');
  const start = page.indexOf(`\n## ${title}\n`) + 1;
  if (start === 0) throw new Error(`docs/foreign-files.md has no section ${title}`);
  const end = page.indexOf('\n## ', start);
  return page.slice(start, end < 0 ? undefined : end + 1);
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
