import {
  type CST,
  Composer,
  type Document,
  isAlias,
  isScalar,
  parseDocument,
  Parser,
  type ScalarTag,
  Schema,
} from 'yaml';
import { type Diagnostic, hasErrors, type SourceFile } from '../diagnostics/diagnostic.ts';
import { findStructure, TOO_MANY_ALIASES } from './find-structure.ts';
import { findingAt, type Saying } from './finding.ts';
import { findFullWidth } from './full-width.ts';
import { keepText } from './keep-text.ts';
import { describeParserErrors } from './parser-errors.ts';
import { findUnportable } from './portable-yaml.ts';
import { walk } from './walk.ts';

/** A parsed file: its document, for values and positions, and what is wrong with it. */
export interface Parsed {
  readonly file: SourceFile;
  readonly document: Document;
  readonly findings: readonly Diagnostic[];
  /** Whether there is a value in spite of the errors: they are about single words, and the file stands. */
  readonly isWhole: boolean;
}

/** Levels of nesting; deeper ones would overflow the stack of the composer, which ends the process. */
const MAX_DEPTH = 64;

/** Text that the core schema would only find to be none of its eight other kinds of words. */
const WORD: ScalarTag = {
  tag: 'tag:yaml.org,2002:str',
  default: true,
  test: /^(?!(?:null|true|false)$)[a-z]/i,
  resolve: (text) => text,
};

/** How tokens become a document; one schema for all, which otherwise is made for each. */
const READING = {
  prettyErrors: false,
  // The parser's own search for duplicate keys takes time that grows with the square of their number.
  uniqueKeys: false,
  schema: new Schema({ schema: 'core', resolveKnownTags: true, customTags: (tags) => [WORD, ...tags] }),
};

/** Times that aliases may multiply each other. */
const MAX_ALIAS_COUNT = 100;

/** Text to document; it has a value unless a finding is an error. */
export function parseYaml(file: SourceFile): Parsed {
  const tokens = [...new Parser().parse(file.text)];
  if (tokens.some((token) => isTooDeep(token))) return failed(file, TOO_DEEP);
  const [document, second] = new Composer(READING).compose(tokens);
  if (document === undefined || (second === undefined && isNothing(document))) return failed(file, EMPTY);

  const { errors } = document;
  const nodes = walk(document);
  const lookalikes = findFullWidth(nodes, file);
  const findings = [
    // A full-width colon or comma explains the error that it causes.
    ...(hasErrors(lookalikes) ? [] : describeParserErrors(document, file)),
    ...lookalikes,
    ...(second ? [secondDocument(second, file)] : []),
  ];
  if (errors.length > 0 || second) return { file, document, findings, isWhole: false };
  const structure = findStructure(document, nodes, file);
  const isWhole = !hasErrors([...lookalikes, ...structure]);
  keepText(nodes);
  findings.push(...structure, ...findUnportable(nodes, file));
  if (!hasErrors(findings) && nodes.some(({ node }) => isAlias(node)) && multiplies(document))
    findings.push(findingAt(file, 0, 0, TOO_MANY_ALIASES));
  return { file, document, findings, isWhole: isWhole && !findings.some(changesValue) };
}

/** What a reader would make of these is another file. */
const changesValue = ({ code }: Diagnostic): boolean =>
  code === 'yaml/merge-key' || code === TOO_MANY_ALIASES.code;

/** The value as it is written, made anew by every call. */
export const valueOf = ({ document }: Parsed): unknown => document.toJS({ maxAliasCount: MAX_ALIAS_COUNT });

/** Whether aliases of aliases would make a value of any size. */
function multiplies(document: Document): boolean {
  try {
    document.toJS({ maxAliasCount: MAX_ALIAS_COUNT });
    return false;
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error; // the parser's word for it
    return true;
  }
}

/** A file that could not be composed, with an empty document in place of its own. */
export function failed(file: SourceFile, saying: Saying): Parsed {
  return { file, document: parseDocument(''), findings: [findingAt(file, 0, 0, saying)], isWhole: false };
}

const EMPTY: Saying = {
  code: 'yaml/empty',
  message: 'the file is empty',
  help: 'Run `ditc init` for a file to start from.',
};

const TOO_DEEP: Saying = {
  code: 'yaml/too-deep',
  message: 'the file is nested too deeply to be read',
  help: 'An experiment needs six levels.',
};

/** Whether tokens lie deeper than `MAX_DEPTH`; it goes no deeper than that itself. */
function isTooDeep(token: CST.Token | null | undefined, depth = 0): boolean {
  if (depth > MAX_DEPTH) return true;
  if (token?.type === 'document') return isTooDeep(token.value, depth);
  if (!token || !('items' in token)) return false;
  for (const { key, value } of token.items)
    if ((key && isTooDeep(key, depth + 1)) || (value && isTooDeep(value, depth + 1))) return true;
  return false;
}

/** `---` or `null` alone. */
const isNothing = ({ contents, errors }: Document): boolean =>
  errors.length === 0 && (contents === null || (isScalar(contents) && contents.value === null));

function secondDocument(second: Document, file: SourceFile): Diagnostic {
  const start = Math.max(0, file.text.lastIndexOf('---', second.range?.[0] ?? 0));
  return findingAt(file, start, start + 3, {
    code: 'yaml/second-document',
    message: 'the file holds a second document',
    help: 'One file is one experiment: a `---` between two parts starts a second document.',
  });
}
