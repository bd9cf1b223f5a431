import { isScalar, type Scalar } from 'yaml';
import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import { codePointOf } from '../diagnostics/visible-text.ts';
import { findingAt } from './finding.ts';
import type { Visited } from './walk.ts';

/** Characters of East Asian input methods, and spaces, that look like ASCII ones. */
const LOOKALIKE = /[\u00a0\u2000-\u200a\u202f\u3000\uff01-\uff5e]/u;

/** What stands for syntax when it is typed in ASCII: a number, with a unit or not, or several. */
const NUMERIC = /^[-+]?[\d.]+(e[-+]?\d+)?([ ]?[a-z]+|(,\s*[-+]?[\d.]+(e[-+]?\d+)?)+)?$/iu;

const NAMES: Readonly<Record<string, string>> = {
  '\u00a0': 'a no-break space',
  '\u3000': 'a full-width space',
  '：': 'a full-width colon',
  '，': 'a full-width comma',
};

/** Full-width colons, commas, digits and odd spaces where only ASCII means something: in keys and numbers. */
export function findFullWidth(nodes: readonly Visited[], file: SourceFile): Diagnostic[] {
  if (!/[^\0-\x7f]/.test(file.text)) return [];
  return nodes.flatMap(({ node, role }) => {
    if (!isScalar(node) || node.type !== 'PLAIN' || !node.range || node.source === undefined) return [];
    // A file of one scalar is a key whose colon was not seen.
    return judge(node.source, role === 'key' || role === null, node, file) ?? [];
  });
}

function judge(source: string, isKey: boolean, node: Scalar, file: SourceFile): Diagnostic | undefined {
  const [start = 0] = node.range ?? [];
  const ascii = source.normalize('NFKC');
  const looksLikeSyntax = isKey ? /^\s*[\w.-]+\s*([:,].*)?$/su.test(ascii) : NUMERIC.test(ascii);
  const match = LOOKALIKE.exec(source);
  if (match && looksLikeSyntax) return lookalike(match[0], start + match.index, file);
  if (/^“[^“”]*”$|^‘[^‘’]*’$/u.test(source)) return curlyQuotes(start, start + source.length, file);
  return undefined;
}

function lookalike(character: string, start: number, file: SourceFile): Diagnostic {
  const ascii = character.normalize('NFKC');
  const name =
    NAMES[character] ?? (/\s/u.test(character) ? 'an unusual space' : `the full-width \`${character}\``);
  return findingAt(file, start, start + character.length, {
    code: 'yaml/full-width',
    message: `${name} (${codePointOf(character)}) stands where only \`${ascii}\` means something`,
    help: `Type it with the input method off: \`${ascii}\`${ascii === ':' ? ', and a space behind it' : ''}.`,
    replacement: ascii === ':' ? ': ' : ascii,
  });
}

function curlyQuotes(start: number, end: number, file: SourceFile): Diagnostic {
  return findingAt(file, start, end, {
    code: 'yaml/curly-quotes',
    severity: 'warning',
    message: 'curly quotes do not quote: they are part of the text',
    help: `Write straight quotes, \`"\` or \`'\`.`,
  });
}
