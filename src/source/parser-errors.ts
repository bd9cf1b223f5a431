import { type Document, type ErrorCode, isCollection, isNode, isScalar, visit, type YAMLError } from 'yaml';
import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import { findingAt, type Saying } from './finding.ts';

/** What to say instead of the parser's words; `only` narrows a row to some of the messages that share an error code. */
interface Row extends Saying {
  readonly only?: RegExp;
}

const colon: Row = {
  code: 'yaml/missing-colon',
  message: 'this is not `key: value`',
  help: 'Write a colon and a space between key and value; a text that goes on in the next line is indented there.',
};

const TABLE: Readonly<Record<ErrorCode, readonly [Row, ...Row[]]>> = {
  ALIAS_PROPS: [
    {
      code: 'yaml/anchor-or-tag',
      message: 'an alias takes no anchor and no tag',
      help: 'Delete what stands before the `*`.',
    },
  ],
  BAD_ALIAS: [
    {
      code: 'yaml/unknown-alias',
      message: 'a name is missing behind `&` or `*`',
      help: "A value that starts with `&` or `*` is an anchor or an alias. Quote it when it is text, as in `'*'`.",
    },
  ],
  BAD_COLLECTION_TYPE: [
    {
      code: 'yaml/tag',
      message: 'the tag does not fit its value',
      help: 'Delete the tag; the type of a value follows from how it is written.',
    },
  ],
  BAD_DIRECTIVE: [
    {
      code: 'yaml/directive',
      message: 'a directive has no place in an experiment',
      help: 'Delete the line that starts with `%`.',
    },
  ],
  BAD_DQ_ESCAPE: [
    {
      code: 'yaml/escape',
      message: 'this escape does not exist',
      help: 'Inside double quotes a backslash starts an escape. Use single quotes, and `/` in paths.',
    },
  ],
  BAD_INDENT: [
    {
      only: /^Flow/,
      code: 'yaml/unclosed',
      message: 'this bracket or brace is not closed',
      help: 'Close it, or indent the lines inside it further than the line on which it opens.',
    },
    {
      code: 'yaml/indentation',
      message: 'this line is not indented like the others of its block',
      help: 'Keys of one block start in the same column.',
    },
  ],
  BAD_PROP_ORDER: [
    {
      code: 'yaml/anchor-or-tag',
      message: 'an anchor or a tag stands in the wrong place',
      help: 'It belongs directly before its value.',
    },
  ],
  BAD_SCALAR_START: [
    {
      code: 'yaml/quote-needed',
      message: 'a value cannot start with this character',
      help: 'Put the text in quotes.',
    },
  ],
  BLOCK_AS_IMPLICIT_KEY: [
    {
      code: 'yaml/nested-key',
      message: 'a block starts where a value is expected',
      help: 'Two `:` on one line? Put the inner map on a line of its own, or in braces, or quote the text. Is a line indented too far?',
    },
  ],
  BLOCK_IN_FLOW: [
    {
      code: 'yaml/missing-comma',
      message: 'a comma is missing between two entries',
      help: 'Entries inside braces and brackets are separated by commas.',
    },
  ],
  DUPLICATE_KEY: [
    {
      code: 'yaml/duplicate-key',
      message: 'a key stands twice in this block',
      help: 'Only one of the two could hold, and readers differ on which. Delete one.',
    },
  ],
  IMPOSSIBLE: [
    { code: 'yaml/syntax', message: 'this cannot be read', help: 'Write the value in its plainest form.' },
  ],
  KEY_OVER_1024_CHARS: [
    {
      code: 'yaml/long-key',
      message: 'a key has more than 1024 characters',
      help: 'Is a text with a colon meant? Quote it.',
    },
  ],
  MISSING_CHAR: [
    {
      only: /^Missing closing/,
      code: 'yaml/unclosed',
      message: 'this quote is not closed',
      help: 'Close it with the same kind of quote.',
    },
    { only: /map values/, ...colon },
    {
      only: /^Comments/,
      code: 'yaml/comment-space',
      message: 'a comment starts here without a space before it',
      help: 'Put a space before `#`, or quote the text when it is part of the value.',
    },
    {
      only: /^Missing ,/,
      code: 'yaml/missing-comma',
      message: 'a comma is missing between two entries',
      help: 'Entries inside braces and brackets are separated by commas.',
    },
    {
      only: /^Missing space after :/,
      code: 'yaml/missing-space',
      message: 'a space is missing after the colon',
      help: 'Write `key: value`.',
    },
    {
      only: /^Sequence item/,
      code: 'yaml/missing-dash',
      message: 'a list item has no `-` before it',
      help: 'Every item of a list starts with `- `, all in the same column.',
    },
    {
      only: /^Missing directives-end/,
      code: 'yaml/directive',
      message: 'a line with `%` at the top is not followed by `---`',
      help: 'Delete the line: experiments are YAML 1.2, without directives.',
    },
    {
      only: /directives-end/,
      code: 'yaml/document-start',
      message: '`---` shares its line with something else',
      help: 'Delete `---`; a file needs none.',
    },
    {
      code: 'yaml/syntax',
      message: 'something is missing here',
      help: 'A bracket, a quote, a comma or a space is missing at this place or before it.',
    },
  ],
  MULTILINE_IMPLICIT_KEY: [colon],
  MULTIPLE_ANCHORS: [
    {
      code: 'yaml/anchor-or-tag',
      message: 'a value has two anchors',
      help: 'Delete one, or quote the text when no anchor is meant.',
    },
  ],
  MULTIPLE_DOCS: [
    {
      code: 'yaml/second-document',
      message: 'the file holds a second document',
      help: 'One file is one experiment: a `---` between two parts starts a second document.',
    },
  ],
  MULTIPLE_TAGS: [
    {
      code: 'yaml/anchor-or-tag',
      message: 'a value has two tags',
      help: 'Delete both; the type of a value follows from how it is written.',
    },
  ],
  NON_STRING_KEY: [
    { code: 'yaml/key', message: 'a key must be a plain word', help: 'Write a word before the colon.' },
  ],
  RESOURCE_EXHAUSTION: [
    {
      code: 'yaml/too-deep',
      message: 'the file is nested too deeply to be read',
      help: 'An experiment needs six levels.',
    },
  ],
  TAB_AS_INDENT: [
    {
      code: 'yaml/tab',
      message: 'a tab is used as indentation',
      help: 'YAML indents with spaces only. Replace every tab at the start of a line by spaces.',
    },
  ],
  TAG_RESOLVE_FAILED: [
    {
      code: 'yaml/tag',
      message: 'tags have no place in an experiment',
      help: 'Delete the tag; the type of a value follows from how it is written.',
    },
  ],
  UNEXPECTED_TOKEN: [
    {
      only: /^Block scalar header/,
      code: 'yaml/block-text',
      message: 'text follows `|` or `>` on the same line',
      help: 'A text after `|` or `>` starts on the next line, indented. Quote the value when the character is part of it.',
    },
    {
      only: /Unexpected (empty item|,)/,
      code: 'yaml/extra-comma',
      message: 'there is nothing between two commas',
      help: 'Delete one of them.',
    },
    {
      only: /block-seq-ind/,
      code: 'yaml/list-on-key-line',
      message: 'a list starts where it cannot',
      help: 'Items with `- ` stand on lines of their own below their key; on the line of the key a list is `[a, b]`.',
    },
    {
      only: /flow-(map|seq)-end/,
      code: 'yaml/unopened',
      message: 'this bracket closes nothing',
      help: 'Delete it, or add the one that opens.',
    },
    {
      code: 'yaml/unexpected',
      message: 'the value has ended before this text',
      help: 'Put the whole value in one pair of quotes, or in one block.',
    },
  ],
};

/** Warnings of the parser that change nothing for a reader. */
const HARMLESS: ReadonlySet<string> = new Set<ErrorCode>(['BAD_INDENT', 'BAD_ALIAS']);

/** The codes of the parser that have words of ours. */
export const describedCodes: readonly string[] = Object.keys(TABLE);

/** What stops the parser. Of several errors the first counts: what comes behind it usually follows from it. */
export function describeParserErrors(
  { errors, warnings, contents }: Document,
  file: SourceFile,
): Diagnostic[] {
  const first = errors.toSorted((a, b) => a.pos[0] - b.pos[0] || rank(a) - rank(b)).slice(0, 1);
  const told = warnings.filter(({ code }) => !HARMLESS.has(code));
  return [...first, ...told].map((error) => describe(error, contents, file));
}

/** Of two errors at one place, a tab explains the other, and a list in a map what is taken for a key. */
const rank = ({ code }: YAMLError): number =>
  code === 'TAB_AS_INDENT' ? 0 : code === 'UNEXPECTED_TOKEN' ? 1 : 2;

function describe(
  { code, message, pos }: YAMLError,
  contents: Document['contents'],
  file: SourceFile,
): Diagnostic {
  const [first, ...others] = TABLE[code];
  const row = [first, ...others].find(({ only }) => only?.test(message) ?? true) ?? first;
  const [start, end] = placeOf(pos, file);
  const line = file.text.slice(file.text.lastIndexOf('\n', start - 1) + 1);
  if (/^[ \t]*\t/.test(line)) return findingAt(file, start, end, TABLE.TAB_AS_INDENT[0]);
  const opener = row.code === 'yaml/unclosed' ? openerBefore(pos[0], contents) : undefined;
  return opener === undefined ? findingAt(file, start, end, row) : findingAt(file, opener, opener + 1, row);
}

/** Where the innermost quote, bracket or brace around an offset opens. */
function openerBefore(offset: number, contents: Document['contents']): number | undefined {
  let opener: number | undefined;
  visit(contents, (_, node) => {
    const isDelimited = isScalar(node) ? node.type?.startsWith('QUOTE') : isCollection(node) && node.flow;
    const [start, , end] = (isNode(node) && node.range) || [offset, 0, 0];
    if (isDelimited && start < offset && offset <= end) opener = start;
  });
  return opener;
}

/** The parser's place, cut at the end of its first line; the end of a text lies behind its last visible character. */
function placeOf([from, to]: readonly [number, number], { text }: SourceFile): [number, number] {
  const start = Math.min(from, Math.max(0, text.trimEnd().length - 1));
  const lineEnd = /\r?\n|$/.exec(text.slice(start))?.index ?? 0;
  return [start, Math.max(start, Math.min(to, start + lineEnd))];
}
