import type { DiagnosticView } from './view.ts';

/** Longest part of a line that is shown. */
const MAX_WIDTH = 110;

/** Characters that take two columns on a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** The lines of a finding with a caret under its range; columns count what a terminal shows. */
export function codeFrame({ excerpt, line, column, endLine, endColumn }: DiagnosticView): string[] {
  const gutter = String(line).length;
  const marked = [...(excerpt.at(-1)?.text ?? '')];
  const last = endLine === line ? endColumn : marked.length + 1;
  const first = Math.max(0, Math.min(column - 1, marked.length) - MAX_WIDTH / 2);
  const shown = (text: string): string => expandTabs([...text].slice(first, first + MAX_WIDTH).join(''));
  const before = displayWidth(expandTabs(marked.slice(first, column - 1).join('')));
  const width = displayWidth(
    expandTabs(marked.slice(column - 1, Math.min(last - 1, first + MAX_WIDTH)).join('')),
  );
  return [
    ...excerpt.map(({ line: number, text }) =>
      `${String(number).padStart(gutter)} | ${shown(text)}`.trimEnd(),
    ),
    `${' '.repeat(gutter)} | ${' '.repeat(before)}${'^'.repeat(Math.max(1, width))}`,
  ];
}

/** Tabs are shown, because a tab where a space belongs is what a finding may be about. */
const expandTabs = (text: string): string => text.replaceAll('\t', '→ ');

/** Characters that are drawn over the one before them. */
const COMBINING = /[\p{Mn}\p{Me}\u200d\ufe0f]/u;

/** Terminal columns of a text. */
export function displayWidth(text: string): number {
  return [...text].reduce((width, character) => width + columnsOf(character), 0);
}

const columnsOf = (character: string): number =>
  COMBINING.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
