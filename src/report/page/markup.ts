import { visibleText } from '../../diagnostics/visible-text.ts';

/** Text of a page that may be put into it as it is. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a hole of `markup`; undefined leaves nothing. */
type Value = Markup | string | number | undefined | readonly Markup[];

/** A piece of HTML or SVG: what stands in the holes is escaped, unless it is markup itself. */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { markup: String.raw({ raw: parts }, ...values.map(textOf)) };
}

function textOf(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value));
  return 'markup' in value ? value.markup : value.map((each) => each.markup).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A text as it stands in HTML, between tags or in a quoted attribute. Marks that turn the direction of writing, and control characters,
 * become visible: they would reach beyond the text.
 */
export function escapeText(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A sentence of ours, with what stands in backticks as code. */
export function sentence(text: string): Markup {
  const parts = text.split(/`([^`]*)`/);
  return join(parts.map((part, at) => (at % 2 === 1 ? markup`<code>${part}</code>` : markup`${part}`)));
}

/** Pieces one after the other. */
export function join(pieces: readonly Markup[], between = ''): Markup {
  return { markup: pieces.map((piece) => piece.markup).join(between) };
}

/** The `lang` of a text in Chinese, so that browsers take Chinese forms of its characters; kana are Japanese. */
export function languageOf(text: string): Markup {
  const isChinese = /\p{Script=Han}/u.test(text) && !/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text);
  return isChinese ? markup` lang="zh"` : markup``;
}
