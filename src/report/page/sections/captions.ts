import { size } from '../../data-text.ts';
import { count } from '../../epochs-text.ts';
import type { EmbeddedImage } from '../../../run/embed-images.ts';
import { languageOf, type Markup, markup, sentence } from '../markup.ts';
import type { CaptionLengths, SheetImage } from '../page-input.ts';
import { paragraph } from '../pieces.ts';
import { type Bar, barPlot } from '../plot.ts';
import { exactScale, roundScale } from '../scale.ts';

/** Images of the data with the captions that they are first trained with. */
export function sheetSection(sheet: readonly SheetImage[]): Markup {
  return markup`${paragraph(
    `The first ${count(sheet.length)} images of the first epoch, in the order in which they are read, with the captions that are drawn for them then.`,
  )}<ul class="sheet">\n${sheet.map(sheetItem)}</ul>\n`;
}

function sheetItem({ image, picture, text, variant, edits }: SheetImage): Markup {
  const { source, row, original, trained } = image;
  const name = `${source}, row ${row}`;
  const sizes = `${original.height} × ${original.width} → ${trained.height} × ${trained.width}`;
  const drawn = [variant, ...edits].filter((part) => part !== undefined).join(' · ');
  return markup`<li><figure>
${pictureOf(picture, name, original)}
<figcaption>${captionOf(text)}
<p class="place"><bdi>${name}</bdi><br>${sizes}${drawn === '' ? undefined : markup`<br><bdi>${drawn}</bdi>`}</p></figcaption>
</figure></li>
`;
}

function pictureOf(
  picture: EmbeddedImage,
  name: string,
  { height, width }: { readonly height: number; readonly width: number },
): Markup {
  if ('uri' in picture)
    return markup`<img src="${picture.uri}" alt="${name}" width="${width}" height="${height}" loading="lazy" decoding="async">`;
  return markup`<p class="no-picture">${WHY[picture.why]}, ${size(picture.size)}</p>`;
}

const WHY: Readonly<Record<Extract<EmbeddedImage, { why: string }>['why'], string>> = {
  'too-large': 'too large for this page',
  'unknown-format': 'browsers do not show its format',
  'page-full': 'left out: the page has enough images',
};

/** Characters of a caption that stand there at once; the rest is behind a click. */
const SHOWN = 140;

function captionOf(text: string): Markup {
  const language = languageOf(text);
  const characters = [...text];
  if (characters.length <= SHOWN) return markup`<p class="caption" dir="auto"${language}>${text}</p>`;
  const start = characters.slice(0, SHOWN - 20).join('');
  return markup`<details class="caption"><summary dir="auto"${language}>${start}…</summary><p dir="auto"${language}>${text}</p></details>`;
}

/** How long captions are for each text encoder, against what it reads. */
export function lengthsSection(encoders: readonly CaptionLengths[]): Markup {
  return markup`${encoders.map(lengthsPlot)}`;
}

/** Bars of a histogram, about. */
const BARS = 40;

function lengthsPlot({
  encoder,
  limit,
  tokenizer,
  reason,
  counts,
  draws,
  ...tokens
}: CaptionLengths): Markup {
  const most = tokenizer === undefined ? 'at most ' : '';
  const share = draws === 0 ? 0 : (100 * tokens.cut) / draws;
  const summary = `reads ${limit} tokens; of ${count(draws)} drawn captions ${most}${count(share)} % are longer and lose their end, the median is ${most}${count(tokens.median)}, the longest ${most}${count(tokens.longest)}`;
  const bars = histogram(counts, limit, Math.max(limit * 1.1, tokens.longest));
  const plot = {
    title: encoder,
    summary: `${summary}.`,
    unit: 'tokens of a caption; the line is the limit',
    x: exactScale(0, bars.at(-1)?.to ?? limit, 6),
    y: roundScale(0, Math.max(1, ...bars.map(({ value }) => value)), 3),
  };
  const how =
    tokenizer === undefined
      ? `Not counted but bounded, a token a character: ${reason}.`
      : `Counted with \`${tokenizer}\`.`;
  return markup`${barPlot(plot, bars, limit)}<p class="note">${sentence(how)}</p>\n`;
}

/** Draws by tokens. One bar ends at the limit, so that none is partly beyond it. */
function histogram(counts: CaptionLengths['counts'], limit: number, end: number): readonly Bar[] {
  const width = Math.max(1, limit / Math.max(1, Math.round((BARS * limit) / end)));
  return Array.from({ length: Math.ceil(end / width) }, (_, at) => {
    const [from, to] = [at * width, (at + 1) * width];
    const own = counts.filter(({ tokens }) => tokens > from && tokens <= to);
    return { from, to, value: own.reduce((sum, { draws }) => sum + draws, 0), isBeyond: from >= limit };
  });
}
