import { join, type Markup, markup, sentence } from './markup.ts';

/** A part of a page with a heading, and a name that links to it. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** A part below a heading of the second rank. It has no name of its own: every stage would have a landmark of that name. */
export const partOf = ({ id, title, body }: Part): Markup => markup`<section>
<h3 id="${id}">${title}</h3>
${body}</section>
`;

/** A column of a table. */
export interface Column {
  readonly head: string;
  /** Numbers stand to the right, below each other. */
  readonly kind: 'number' | 'words';
}

/** A table whose first column names its rows. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Markup[])[],
): Markup {
  const heads = columns.map(({ head, kind }) => markup`<th scope="col" class="${kind}">${head}</th>`);
  const lines = rows.map((cells) => {
    const shown = cells.map((cell, at) => {
      const { kind = 'words' } = columns[at] ?? {};
      return at === 0
        ? markup`<th scope="row" class="${kind}">${cell}</th>`
        : markup`<td class="${kind}">${cell}</td>`;
    });
    return markup`<tr>${shown}</tr>\n`;
  });
  return markup`<div class="wide" tabindex="0" role="group" aria-label="${caption}"><table>
<caption>${sentence(caption)}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${lines}</tbody>
</table></div>
`;
}

/** Terms with what they are. */
export function facts(pairs: readonly (readonly [term: string, fact: Markup])[]): Markup {
  const rows = pairs.map(([term, fact]) => markup`<div><dt>${term}</dt><dd>${fact}</dd></div>\n`);
  return markup`<dl class="facts">\n${rows}</dl>\n`;
}

/** A paragraph on what a page does not know. */
export const notYet = (why: string): Markup => markup`<p class="unknown">${sentence(why)}</p>\n`;

/** A paragraph of ours. */
export const paragraph = (text: string): Markup => markup`<p>${sentence(text)}</p>\n`;

/** Sentences as a list. */
export function list(sentences: readonly string[]): Markup {
  return markup`<ul>\n${join(sentences.map((each) => markup`<li>${sentence(each)}</li>\n`))}</ul>\n`;
}
