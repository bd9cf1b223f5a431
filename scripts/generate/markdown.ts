import type { SchemaNode } from './types-schema.ts';

/** What an editor would show with a backslash before it: it takes a `description` for plain text. */
const MARKED = /[\\`*_{}[\]#+!]/;

const STRING = String.raw`"(?:[^"\\]|\\.)*"`;
const DESCRIPTION = new RegExp(
  String.raw`(?:"\$ref": "#/\$defs/(?<target>\w+)",)?(?<space>\s*)"description": (?<own>${STRING})` +
    String.raw`(?<generated>,\s*"markdownDescription": ${STRING})?`,
  'g',
);

/**
 * The text of the schema with a `markdownDescription` behind each description that is markdown. An editor prefers one that comes
 * through the `$ref` beside a description, so that such a description has its own, too.
 */
export function spliceMarkdown(text: string): string {
  const { $defs = {} } = JSON.parse(text) as SchemaNode;
  return text.replace(DESCRIPTION, (found: string, ...rest) => {
    const { target = '', space, own, generated = '' } = rest.at(-1) as Record<string, string | undefined>;
    const plain = found.slice(0, found.length - generated.length);
    const isMarked = [String(own), $defs[target]?.description ?? ''].some((words) => MARKED.test(words));
    return isMarked ? `${plain},${space}"markdownDescription": ${own}` : plain;
  });
}
