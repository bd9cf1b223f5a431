/**
 * Blocks whose letters have kept their capitals since Unicode 8, from Latin to Greek Extended and full-width Latin. JavaScript and
 * every Python agree on them, where newer letters depend on the version and a few others on their neighbours (`Σ`) or on length (`ß`).
 */
const BLOCKS: readonly (readonly [first: number, end: number])[] = [
  [0x0000, 0x0250],
  [0x0370, 0x0590],
  [0x1e00, 0x2000],
  [0xff21, 0xff5b],
];

const inBlocks = (point: number): boolean => BLOCKS.some(([first, end]) => point >= first && point < end);

/** Letters of the blocks whose other form is one character, also of the blocks. */
function makeTable(other: (letter: string) => string): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  for (const [first, end] of BLOCKS) {
    for (let point = first; point < end; point += 1) {
      const letter = String.fromCharCode(point);
      const form = other(letter);
      if (form !== letter && form.length === 1 && inBlocks(form.charCodeAt(0))) table.set(letter, form);
    }
  }
  return table;
}

const small = makeTable((letter) => letter.toLowerCase());
const capital = makeTable((letter) => letter.toUpperCase());

const changed =
  (table: ReadonlyMap<string, string>) =>
  (text: string): string => {
    let result = '';
    for (const letter of text) result += table.get(letter) ?? letter;
    return result;
  };

const lower = changed(small);
const upper = changed(capital);

/** The first letter of a word, of those that have two forms, capital and the others small; a word ends at a blank. */
function title(text: string): string {
  let result = '';
  let begun = false;
  for (const letter of text) {
    if (letter.trim() === '') begun = false;
    const isLetter = small.has(letter) || capital.has(letter);
    result += (isLetter && !begun ? capital : small).get(letter) ?? letter;
    if (isLetter) begun = true;
  }
  return result;
}

/** The forms of a text, character by character and the same in every language (templates/overlay/caption_edits.py). */
export const letterCase = { lower, upper, title } as const;
