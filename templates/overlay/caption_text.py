"""Blanks, tags, words and letters of captions: what Python and JavaScript would read differently, settled."""

import re
from typing import Callable, Dict, List, Tuple

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
    return {point: form for point, form in forms if len(form) == 1 and form != chr(point) and ord(form) in known}


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


def mentions_finder(names: Dict[str, int]) -> Callable[[str], List[Tuple[int, str]]]:
    """Return the function that finds names in prose: from left to right, the longest first, as whole words.

    A name begins with a word that is a whole word of the text too, or with a sign: one look at each of them is enough.
    """
    leading, word = re.compile("[" + WORD + "]+"), re.compile("[" + WORD + "]")
    by_beginning: Dict[str, List[Tuple[str, bool]]] = {}
    for name in sorted(names, key=len, reverse=True):
        match = leading.match(name)
        beginning = match.group() if match else name[0]
        by_beginning.setdefault(beginning, []).append((name, word.match(name[-1]) is not None))
    signs = [re.escape(beginning) for beginning in by_beginning if not leading.match(beginning)]
    tokens = re.compile("|".join([leading.pattern] + signs))

    def find(text: str) -> List[Tuple[int, str]]:
        mentions, end = [], 0
        for token in tokens.finditer(text):
            start = token.start()
            if start < end:
                continue
            for name, ends_in_word in by_beginning.get(token.group(), ()):
                if text.startswith(name, start) and not (ends_in_word and word.match(text, start + len(name))):
                    mentions.append((start, name))
                    end = start + len(name)
                    break
        return mentions

    return find
