import type { Word as Syntax, WordPart } from 'unbash';
import type { Word } from '../word.ts';
import { expandParameter } from './expand-parameter.ts';
import { alternativesOf } from './expand-braces.ts';
import { evaluateArithmetic } from './evaluate-arithmetic.ts';
import { fieldsOf, type Piece, wordOf } from './fields.ts';
import { type Scope, spanOf } from './scope.ts';
import { substitute } from './substitute.ts';

/** A word as the shell hands it over: expanded, and split where it has no quotes. */
export function expandWord(word: Syntax, scope: Scope): readonly Word[] {
  return withoutBraces(word.parts ?? []).flatMap((parts) => {
    const pieces =
      word.parts === undefined
        ? [{ text: word.value, splits: false }]
        : parts.flatMap((part) =>
            typeof part === 'string' ? [{ text: part, splits: false }] : partPieces(part, scope, false),
          );
    return fieldsOf(pieces, spanOf(scope, word));
  });
}

/** The word once for each of the texts that its braces stand for. */
function withoutBraces(parts: readonly WordPart[]): readonly (readonly (WordPart | string)[])[] {
  return parts.reduce<readonly (readonly (WordPart | string)[])[]>(
    (words, part) => {
      const texts = part.type === 'BraceExpansion' ? alternativesOf(part.text) : undefined;
      return words.flatMap((word) => (texts ?? [part]).map((each) => [...word, each]));
    },
    [[]],
  );
}

/** A word that is not split: the value of an assignment, a pattern, an operand. */
export function expandWhole(word: Syntax, scope: Scope): Word {
  return wordOf(piecesOf(word, scope), spanOf(scope, word));
}

function piecesOf(word: Syntax, scope: Scope): readonly Piece[] {
  if (word.parts === undefined) return [{ text: word.value, splits: false }];
  return word.parts.flatMap((part) => partPieces(part, scope, false));
}

function partPieces(part: WordPart, scope: Scope, isQuoted: boolean): readonly Piece[] {
  switch (part.type) {
    case 'DoubleQuoted':
    case 'LocaleString': {
      const pieces = part.parts.flatMap((inner) => partPieces(inner, scope, true));
      const isArguments = part.parts.some(({ text }) => /^\$\{?(\w+\[)?@/.test(text));
      return pieces.length > 0 || isArguments ? pieces : [{ text: '', splits: false }];
    }
    case 'SimpleExpansion':
      return expandParameter(part.text.slice(1), part.text, undefined, scope, isQuoted);
    case 'ParameterExpansion':
      return expandParameter(part.parameter, part.text, part, scope, isQuoted);
    case 'CommandExpansion': {
      const text = part.script && substitute(part.script, scope);
      return text === undefined ? unknownPiece(part.text) : [{ text, splits: !isQuoted }];
    }
    case 'ArithmeticExpansion': {
      const number = part.expression && evaluateArithmetic(part.expression, scope);
      return number === undefined ? unknownPiece(part.text) : [{ text: String(number), splits: false }];
    }
    case 'ProcessSubstitution':
      return unknownPiece(part.text);
    case 'BraceExpansion':
    case 'ExtendedGlob':
      return [{ text: part.text, splits: false }];
    default:
      return [{ text: part.value, splits: false }];
  }
}

const unknownPiece = (text: string): readonly Piece[] => [{ text, splits: false, unknown: [text] }];
