"""Blanks, tags, words and letters of captions: what Python and JavaScript would read differently, settled."""

import re
from typing import Callable, Dict, Iterable, List, Set, Tuple

# The blanks of ECMA-262; `str.strip` of Python knows others.
BLANKS = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)

# Letters, digits and underscores of every script; the blocks of ideographs as a whole, whatever Python's Unicode knows.
WORD = r"\w\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003fffd"

# Letters outside these blocks keep their form: newer ones are not the same in every version of Unicode.
LETTER_BLOCKS = ((0x0000, 0x0250), (0x0370, 0x0590), (0x1E00, 0x2000), (0xFF21, 0xFF5B))


def split_tags(text: str, core: str) -> List[str]:
    """Return the tags of a caption without blanks around them; `core` is the separator without its own."""
    return [tag for tag in [part.strip(BLANKS) for part in text.split(core)] if tag]


def letter_table(other: Callable[[str], str]) -> Dict[int, str]:
    """Return the letters of the blocks whose other form is one character, also of the blocks."""
    points = [point for first, end in LETTER_BLOCKS for point in range(first, end)]
    known = frozenset(points)
    forms = [(point, other(chr(point))) for point in points]
    single = [(point, form) for point, form in forms if len(form) == 1 and form != chr(point)]
    return {point: form for point, form in single if ord(form) in known}


SMALL, CAPITAL = letter_table(str.lower), letter_table(str.upper)


def titled(text: str) -> str:
    """Make the first letter of each word capital and the others small; a word ends at a blank."""
    result, begun = [], False
    for letter in text:
        if letter in BLANKS:
            begun = False
        is_letter = ord(letter) in SMALL or ord(letter) in CAPITAL
        result.append((CAPITAL if is_letter and not begun else SMALL).get(ord(letter), letter))
        begun = begun or is_letter
    return "".join(result)


def mentions_finder(names: Iterable[str]) -> Callable[[str], List[Tuple[int, str]]]:
    """Return the function that finds names in prose: from left to right, the longest first, as whole words.

    A name begins with a word that is a whole word of the text too, or with a sign: one look at each of them is enough.
    """
    leading, word = re.compile("[" + WORD + "]+"), re.compile("[" + WORD + "]")
    ends_in_word: Dict[str, bool] = {}
    by_beginning: Dict[str, Set[int]] = {}
    for name in names:
        match = leading.match(name)
        ends_in_word[name] = word.match(name[-1]) is not None
        by_beginning.setdefault(match.group() if match else name[0], set()).add(len(name))
    lengths = {beginning: sorted(found, reverse=True) for beginning, found in by_beginning.items()}
    signs = [re.escape(beginning) for beginning in lengths if not leading.match(beginning)]
    tokens = re.compile("|".join([leading.pattern] + signs))

    def find(text: str) -> List[Tuple[int, str]]:
        mentions: List[Tuple[int, str]] = []
        if lengths.keys().isdisjoint(tokens.findall(text)):
            return mentions
        end = 0
        for token in tokens.finditer(text):
            tried, start = lengths.get(token.group()), token.start()
            if tried is None or start < end:
                continue
            for length in tried:
                name = text[start : start + length]
                ends = ends_in_word.get(name)
                if ends is False or (ends and not word.match(text, start + length)):
                    mentions.append((start, name))
                    end = start + length
                    break
        return mentions

    return find
