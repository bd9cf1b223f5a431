import type { DrawnSample } from '../captions/draw-statistics.ts';
import type { TokenCounter } from './open-counters.ts';

/** What the captions of a sample come to for one text encoder. */
export interface EncoderTokens extends Omit<TokenCounter, 'count'> {
  /** Draws that were measured, and the captions that they are of. */
  readonly draws: number;
  readonly captions: number;
  readonly median: number;
  readonly longest: number;
  /** Draws of captions whose end the encoder does not read. */
  readonly cut: number;
  /** The captions of the most tokens, one a row. */
  readonly worst: readonly CaptionTokens[];
}

interface CaptionTokens extends ImagePlace {
  readonly text: string;
  readonly tokens: number;
}

/** A drawn caption with its tokens. */
export type CountedCaption = DrawnSample['captions'][number] & { readonly tokens: number };

/** The image that a caption was first drawn for. */
interface ImagePlace {
  readonly source: string;
  /** Counted from 1. */
  readonly row: number;
}

/** Rows whose captions are named as the longest. */
const WORST = 5;

/** Counts the tokens of each caption once and weighs it with its draws. */
export function measureTokens(
  { draws, captions }: DrawnSample,
  counter: TokenCounter,
  images: readonly ImagePlace[],
): EncoderTokens {
  return sumTokens(countEach(captions, counter.count), draws, counter, images);
}

/** Captions with their tokens, the fewest first. */
export function countEach(
  captions: DrawnSample['captions'],
  count: TokenCounter['count'],
): readonly CountedCaption[] {
  return captions
    .map((caption) => ({ ...caption, tokens: count(caption.text) }))
    .sort((a, b) => a.tokens - b.tokens);
}

/** What counted captions come to, the fewest tokens first. */
export function sumTokens(
  counted: readonly CountedCaption[],
  draws: number,
  { count: _count, ...encoder }: TokenCounter,
  images: readonly ImagePlace[],
): EncoderTokens {
  let before = 0;
  const middle = counted.find((caption) => (before += caption.draws) > draws >> 1);
  return {
    ...encoder,
    draws,
    captions: counted.length,
    median: middle?.tokens ?? 0,
    longest: counted.at(-1)?.tokens ?? 0,
    cut: counted
      .filter(({ tokens }) => tokens > encoder.limit)
      .reduce((sum, caption) => sum + caption.draws, 0),
    worst: longestByRow(
      counted.map(({ text, tokens, image }) => {
        const { source = '', row = 0 } = images[image] ?? {};
        return { source, row, text, tokens };
      }),
    ),
  };
}

/** Of one row there would be many in another order of tags. */
function longestByRow(ascending: readonly CaptionTokens[]): readonly CaptionTokens[] {
  const keyOf = ({ source, row }: ImagePlace): string => `${source}:${row}`;
  const longest = new Map(ascending.map((caption) => [keyOf(caption), caption]));
  return ascending
    .filter((caption) => longest.get(keyOf(caption)) === caption)
    .slice(-WORST)
    .reverse();
}
