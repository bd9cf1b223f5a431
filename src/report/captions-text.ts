import type { DrawStatistics } from '../captions/draw-statistics.ts';
import { visibleText } from '../diagnostics/visible-text.ts';
import type { PreviewedCaption } from '../run/preview-captions.ts';
import type { EncoderTokens } from '../tokens/measure-tokens.ts';
import { count } from './epochs-text.ts';
import type { Colors } from './reporter.ts';
import { tableText } from './table.ts';

/** Each caption as the trainer reads it, with what every edit that changed it has done. */
export function captionsText(captions: readonly PreviewedCaption[], colors: Colors): string {
  return captions
    .map(({ epoch, position, source, row, variant, fellBack, text, steps }) => {
      const changed = steps.filter(({ before, after }) => before !== after);
      const lines = changed.map(
        ({ edit, before, after }) =>
          `    ${edit}: ${difference(visibleText(before), visibleText(after), colors)}`,
      );
      const place = `epoch ${epoch}, position ${position}: ${source} ${row}, ${variant}`;
      return [
        `${colors.dim(`${place}${fellBack ? ', fallen back to' : ''}`)}\n`,
        `  ${visibleText(text)}\n`,
        ...lines.map((line) => `${line}\n`),
      ].join('');
    })
    .join('');
}

/** What goes and what comes between the ends that stay: `…, {-year 2019, -}signed`. */
function difference(before: string, after: string, colors: Colors): string {
  const [one, other] = [[...before], [...after]];
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end))
    end += 1;
  const gone = one.slice(start, one.length - end).join('');
  const come = other.slice(start, other.length - end).join('');
  const head = one.slice(Math.max(0, start - CONTEXT), start).join('');
  const tail = one.slice(one.length - end, one.length - end + CONTEXT).join('');
  return [
    start > CONTEXT ? '…' : '',
    head,
    gone === '' ? '' : colors.red(`{-${gone}-}`),
    come === '' ? '' : colors.green(`{+${come}+}`),
    tail,
    end > CONTEXT ? '…' : '',
  ].join('');
}

/** Characters that are shown on each side of a change. */
const CONTEXT = 12;

/** Measured shares over many draws, and what the text encoders read of them. */
export function captionStatisticsText(
  statistics: DrawStatistics,
  encoders: readonly EncoderTokens[],
): string {
  const { draws, variants, fellBack, edits, lengths, worst } = statistics;
  return [
    `${count(draws)} draws\n\n`,
    tableText(
      [
        ['variant', 'drawn', 'share'],
        ...Object.entries(variants).map(([name, drawn]) => [name, count(drawn), share(drawn, draws)]),
        ['fallen back', count(fellBack), share(fellBack, draws)],
      ],
      [0],
    ),
    '\n',
    tableText(
      [
        ['edit', 'captions', 'changed', 'share'],
        ...Object.entries(edits).map(([key, { seen, changed }]) => [
          key,
          count(seen),
          count(changed),
          share(changed, seen),
        ]),
      ],
      [0],
    ),
    `\ncharacters: median ${lengths.median}, longest ${lengths.longest}\n`,
    ...worst.map(({ text, characters }) => `  ${characters}  ${startOf(text)}\n`),
    tokensText(encoders),
  ].join('');
}

/** Tokens of the sample that each encoder was measured with; an upper bound says that it is one, and why. */
function tokensText(encoders: readonly EncoderTokens[]): string {
  const [first] = encoders;
  if (first === undefined) return '';
  return [
    `\ntokens of the first ${count(first.draws)} draws, ${count(first.captions)} captions\n`,
    tableText(
      [
        ['encoder', 'reads', 'median', 'longest', 'cut'],
        ...encoders.map(({ encoder, limit, tokenizer, ...tokens }) => {
          const most = tokenizer === undefined ? '≤ ' : '';
          const measured = [count(tokens.median), count(tokens.longest), share(tokens.cut, tokens.draws)];
          return [encoder, count(limit), ...measured.map((each) => `${most}${each}`)];
        }),
      ],
      [0],
    ),
    ...encoders.map(encoderText),
  ].join('');
}

/** What each encoder cuts off of a stage's captions, a line each: exact with its tokenizer, else at most so much. */
export function cutText(stage: string, encoders: readonly EncoderTokens[]): string {
  return encoders
    .map(({ encoder, limit, draws, cut, longest, tokenizer, reason, worst: [worst] }, at) => {
      const head = `${at === 0 ? `captions ${stage}:` : '        '} ${encoder} reads ${limit} tokens:`;
      if (cut === 0) return `${head} none of ${count(draws)} captions is cut\n`;
      const some = `${share(cut, draws)} of ${count(draws)} captions are cut`;
      if (tokenizer === undefined)
        return `${head} at most ${some} (a token a character at most; ${reason})\n`;
      return `${head} ${some}, the longest has ${count(longest)} (${worst?.source} ${worst?.row})\n`;
    })
    .join('');
}

function encoderText({ encoder, tokenizer, reason, worst }: EncoderTokens): string {
  if (tokenizer === undefined) return `\n${encoder}: a token a character at most; ${reason}\n`;
  return [
    `\n${encoder}: counted with \`${tokenizer}\`; most tokens\n`,
    ...worst.map(({ source, row, text, tokens }) => `  ${tokens}  ${source} ${row}: ${startOf(text)}\n`),
  ].join('');
}

function share(part: number, whole: number): string {
  return whole === 0 ? '' : `${((part / whole) * 100).toFixed(2)} %`;
}

/** Enough of a caption to find it. */
function startOf(text: string): string {
  return visibleText([...text].slice(0, 100).join(''));
}
