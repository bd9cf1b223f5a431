/** Control characters, other line ends and marks that turn the direction of writing. */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;

/** A text of the user's on one line, with nothing in it that a terminal would obey: such characters become `\u001b`. */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, escapeOf);
}

/** A UTF-16 unit as JSON and YAML escape it between double quotes: `\u001b`. */
export const escapeOf = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A character as Unicode names it: `U+200B`. */
export const codePointOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
