import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  type Pair,
  type YAMLMap,
} from 'yaml';
import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import { findingAt } from './finding.ts';
import { positionAt } from './source-file.ts';
import { ancestorsOf, type Visited } from './walk.ts';

/** Aliases in one file; an experiment needs none. */
const MAX_ALIASES = 100;

/** What parses but cannot be meant: keys that stand twice or are no words, aliases without an anchor, directives. */
export function findStructure(document: Document, nodes: readonly Visited[], file: SourceFile): Diagnostic[] {
  const findings: Diagnostic[] = directive(document, file);
  const anchors = new Map<string, unknown>();
  let aliases = 0;
  for (const visited of nodes) {
    const { node } = visited;
    if (isMap(node)) findings.push(...duplicateKeys(node, file));
    if (isPair(node)) findings.push(...oddKey(node, file));
    if (isNode(node) && !isAlias(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
    if (!isAlias(node)) continue;
    aliases += 1;
    if (aliases > MAX_ALIASES) {
      findings.push(findingAt(file, ...rangeOf(node), TOO_MANY_ALIASES));
      break;
    }
    findings.push(...badAlias(node, anchors.get(node.source), ancestorsOf(visited), file));
  }
  return findings;
}

function directive({ directives }: Document, file: SourceFile): Diagnostic[] {
  if (directives?.yaml.explicit !== true || directives.yaml.version === '1.2') return [];
  const start = file.text.indexOf('%YAML');
  return [
    findingAt(file, start, start + `%YAML ${directives.yaml.version}`.length, {
      code: 'yaml/directive',
      message: `the file asks to be read as YAML ${directives.yaml.version}`,
      help: 'Delete the line: experiments are YAML 1.2.',
    }),
  ];
}

function duplicateKeys(map: YAMLMap, file: SourceFile): Diagnostic[] {
  const seen = new Map<string, number>();
  const findings: Diagnostic[] = [];
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    const [start, end] = rangeOf(key);
    const before = seen.get(name);
    if (before === undefined) seen.set(name, start);
    else findings.push(duplicateKey(file, start, end, before));
  }
  return findings;
}

function duplicateKey(file: SourceFile, start: number, end: number, before: number): Diagnostic {
  const { line, column } = positionAt(file, before);
  return findingAt(file, start, end, {
    code: 'yaml/duplicate-key',
    message: `the key \`${file.text.slice(start, end)}\` stands twice in this block, first at ${line}:${column}`,
    help: 'Only one of the two could hold, and readers differ on which. Delete one.',
  });
}

function oddKey({ key, value }: Pair, file: SourceFile): Diagnostic[] {
  const [start, end] = rangeOf(key);
  const text = file.text.slice(start, end);
  // Merge keys have a finding of their own.
  if (!isScalar(key) || typeof key.value !== 'string' || key.value === '') {
    const help = 'Write a word before the colon; quote a number or `null` when it is meant as a word.';
    return [findingAt(file, start, end, { code: 'yaml/key', message: 'a key must be a word', help })];
  }
  const isJoined = key.type === 'PLAIN' && (value === null || (isScalar(value) && value.source === ''));
  const joined = isJoined ? /^[a-z_]+:(?=\S)/.exec(text) : null;
  if (!joined) return [];
  return [
    findingAt(file, start, end, {
      code: 'yaml/missing-space',
      message: `\`${text}\` has no space after the colon`,
      help: 'Without the space the whole is one word.',
      replacement: `${joined[0]} ${text.slice(joined[0].length)}`,
    }),
  ];
}

/** An alias whose target is missing or contains it. */
function badAlias(
  alias: Alias,
  target: unknown,
  ancestors: readonly unknown[],
  file: SourceFile,
): Diagnostic[] {
  if (target !== undefined && !ancestors.includes(target)) return [];
  const message =
    target === undefined ? `\`*${alias.source}\` has no anchor before it` : 'this alias contains itself';
  const help = `A value that starts with \`*\` repeats what \`&\` marks earlier in the file. Quote it when it is text, as in \`'*${alias.source}'\`.`;
  return [findingAt(file, ...rangeOf(alias), { code: 'yaml/unknown-alias', message, help })];
}

/** Said when aliases are many, or when they multiply. */
export const TOO_MANY_ALIASES = {
  code: 'yaml/too-many-aliases',
  message: 'the file has too many aliases, or aliases of aliases that multiply',
  help: `Write the values out; a file takes ${MAX_ALIASES} aliases.`,
};

/** Start and end of a node; only a key that is not written has none. */
function rangeOf(node: unknown): readonly [start: number, end: number] {
  const [start, end] = (isNode(node) && node.range) || [0, 0];
  return [start, end];
}
