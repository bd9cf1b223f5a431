import { type CST, Composer, type Document, isScalar, parseDocument, Parser } from 'yaml';
import { type Diagnostic, hasErrors, type SourceFile } from '../diagnostics/diagnostic.ts';
import { findStructure, TOO_MANY_ALIASES } from './find-structure.ts';
import { findingAt, type Saying } from './finding.ts';
import { findFullWidth } from './full-width.ts';
import { describeParserErrors } from './parser-errors.ts';
import { findUnportable } from './portable-yaml.ts';

/** A parsed file: its document, for positions, and its value, as it was written. */
export interface Parsed {
  readonly file: SourceFile;
  readonly document: Document;
  readonly value: unknown;
  readonly findings: readonly Diagnostic[];
}

/** Levels of nesting; deeper ones would overflow the stack of the composer, which ends the process. */
const MAX_DEPTH = 64;

/** Times that aliases may multiply each other. */
const MAX_ALIAS_COUNT = 100;

/** Text to document and value; `value` is undefined when a finding is an error. */
export function parseYaml(file: SourceFile): Parsed {
  const tokens = [...new Parser().parse(file.text)];
  if (isTooDeep(tokens)) return failed(file, TOO_DEEP);
  // The parser's own search for duplicate keys takes time that grows with the square of their number.
  const [document, second] = new Composer({ prettyErrors: false, uniqueKeys: false }).compose(tokens);
  if (document === undefined || (second === undefined && isNothing(document))) return failed(file, EMPTY);

  const { errors } = document;
  const lookalikes = findFullWidth(document, file);
  const findings = [
    // A full-width colon or comma explains the error that it causes.
    ...(hasErrors(lookalikes) ? [] : describeParserErrors(document, file)),
    ...lookalikes,
    ...(second ? [secondDocument(second, file)] : []),
  ];
  if (errors.length > 0 || second) return { file, document, value: undefined, findings };
  return valueOf(document, file, [
    ...findings,
    ...findStructure(document, file),
    ...findUnportable(document, file),
  ]);
}

function valueOf(document: Document, file: SourceFile, findings: readonly Diagnostic[]): Parsed {
  if (findings.some(({ severity }) => severity === 'error'))
    return { file, document, value: undefined, findings };
  try {
    return { file, document, value: document.toJS({ maxAliasCount: MAX_ALIAS_COUNT }), findings };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error; // the parser's word for aliases that multiply
    return {
      file,
      document,
      value: undefined,
      findings: [...findings, findingAt(file, 0, 0, TOO_MANY_ALIASES)],
    };
  }
}

/** A file that could not be composed, with an empty document in place of its own. */
export function failed(file: SourceFile, saying: Saying): Parsed {
  return { file, document: parseDocument(''), value: undefined, findings: [findingAt(file, 0, 0, saying)] };
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

/** Whether tokens lie deeper than `MAX_DEPTH`; without recursion, so that any depth can be told. */
function isTooDeep(tokens: readonly CST.Token[]): boolean {
  const stack = tokens.map((token): { token: CST.Token | null | undefined; depth: number } => ({
    token,
    depth: 0,
  }));
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { token, depth } = top;
    if (depth > MAX_DEPTH) return true;
    if (token?.type === 'document') stack.push({ token: token.value, depth });
    if (!token || !('items' in token)) continue;
    for (const item of token.items)
      stack.push({ token: item.key, depth: depth + 1 }, { token: item.value, depth: depth + 1 });
  }
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
