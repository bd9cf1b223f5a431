import type { Span } from '../../diagnostics/diagnostic.ts';
import { sourceOf, type Word } from '../word.ts';

/** A part of a word after its expansion. */
export interface Piece {
  readonly text: string;
  /** Whether blanks in it part words, as in a variable without quotes. */
  readonly splits: boolean;
  /** The assignment that it comes from. */
  readonly from?: Span | undefined;
  /** An argument that it is, with a place of its own. */
  readonly argument?: Word | undefined;
  readonly unknown?: readonly string[] | undefined;
  /** Whether a word ends behind it, as behind each but the last of `"$@"`. */
  readonly ends?: boolean;
}

/** The words that the pieces of one word of the script come to. */
export function fieldsOf(pieces: readonly Piece[], span: Span): readonly Word[] {
  const fields: Piece[][] = [];
  let open = false;
  const add = (piece: Piece): void => {
    if (open) fields.at(-1)?.push(piece);
    else fields.push([piece]);
    open = true;
  };
  for (const piece of pieces) {
    const parts = piece.splits ? piece.text.split(/[ \t\n]+/) : [piece.text];
    parts.forEach((text, at) => {
      if (at > 0) open = false;
      if (text !== '' || !piece.splits) add({ ...piece, text });
    });
    if (piece.ends) open = false;
  }
  return fields.map((field) => wordOf(field, span));
}

/** Pieces as one word, as an assignment takes them. */
export function wordOf(pieces: readonly Piece[], span: Span): Word {
  const text = pieces.map((piece) => piece.text).join('');
  const names = pieces.flatMap(({ unknown }) => unknown ?? []);
  const unknown = names.length > 0 ? { unknown: names } : {};
  const [only] = pieces;
  if (pieces.length === 1 && only?.argument)
    return { text, span: only.argument.span, from: only.argument.from, ...unknown };
  const origin = pieces.findLast(({ from, argument }) => from ?? argument);
  const from = origin?.from ?? (origin?.argument && sourceOf(origin.argument));
  return { text, span, ...(from && { from }), ...unknown };
}
