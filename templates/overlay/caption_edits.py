"""The edits of a caption, decision for decision as in src/captions/edits of ditc."""

import re
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence

from .caption_hash import random_words, uniform
from .caption_text import BLANKS, CAPITAL, SMALL, mentions_finder, split_tags, titled


class Edit(NamedTuple):
    """One edit: what it makes of tags (tags, state, separator) and of prose (text, state); None does nothing."""

    tags: Optional[Callable[[List[str], int, str], List[str]]]
    prose: Optional[Callable[[str, int], str]]


def compile_pattern(pattern: str) -> Any:
    """Compile a pattern that JavaScript reads alike with the flags `u` and `s`."""
    return re.compile(pattern, re.ASCII | re.DOTALL)


class Matches(Dict[str, bool]):
    """Remembers in which tags a pattern finds a match."""

    def __init__(self, pattern: str):
        super().__init__()
        self.search = compile_pattern(pattern).search

    def __missing__(self, tag: str) -> bool:
        if len(self) >= 65536:
            self.clear()
        found = self[tag] = self.search(tag) is not None
        return found


def class_test(members: Dict[str, Any]) -> Callable[[str], bool]:
    """Return the function that says whether a tag is in a class."""
    if "pattern" in members:
        return Matches(members["pattern"]).__getitem__
    if "tags" in members:
        return frozenset(members["tags"]).__contains__
    return frozenset(text for entry in members["entries"] for text in entry).__contains__


def drop_edit(edit: Dict[str, Any], is_member: Callable[[str], bool]) -> Edit:
    """Leave tags of a class out, never the last one: of a caption that would be empty, the first tag stays."""
    p, each = edit["p"], edit["each"]

    def tags(tags: List[str], state: int, separator: str) -> List[str]:
        if True not in map(is_member, tags) or (not each and uniform(state, 0) >= p):
            return tags
        kept, counter = [], 0
        for tag in tags:
            if is_member(tag):
                counter += 1
                if not each or uniform(state, counter - 1) < p:
                    continue
            kept.append(tag)
        return kept or tags[:1]

    return Edit(tags, None)


def shuffle_edit(edit: Dict[str, Any], kept_first: Sequence[Callable[[str], bool]]) -> Edit:
    """Put tags in a random order (Durstenfeld, CACM 7 (1964) 420), those of some classes first, in their order."""
    p = edit["p"]

    def is_first(tag: str) -> bool:
        return any([is_member(tag) for is_member in kept_first])

    def tags(tags: List[str], state: int, separator: str) -> List[str]:
        if uniform(state, 0) >= p:
            return tags
        front = [tag for tag in tags if is_first(tag)] if kept_first else []
        rest = [tag for tag in tags if not is_first(tag)] if front else tags[:]
        words = random_words(state, 0, len(rest))
        for last in range(len(rest) - 1, 0, -1):
            other = (words[last] * (last + 1)) >> 32
            rest[last], rest[other] = rest[other], rest[last]
        return front + rest

    return Edit(tags, None)


def replace_edit(edit: Dict[str, Any]) -> Edit:
    """Put a text, as it is, in the place of every match in the caption."""
    p, text = edit["p"], edit["with"]
    substitute = compile_pattern(edit["pattern"]).sub

    def replaced(caption: str) -> str:
        return substitute(lambda match: text, caption)

    def tags(tags: List[str], state: int, separator: str) -> List[str]:
        if uniform(state, 0) >= p:
            return tags
        return split_tags(replaced(separator.join(tags)), separator.strip(BLANKS))

    return Edit(tags, lambda caption, state: replaced(caption) if uniform(state, 0) < p else caption)


def addition_edit(edit: Dict[str, Any]) -> Edit:
    """Put a text before or behind a caption: among tags a tag of its own, in prose with a blank between."""
    p, text, before = edit["p"], edit["text"].strip(BLANKS), edit["verb"] == "prepend"

    def tags(tags: List[str], state: int, separator: str) -> List[str]:
        if uniform(state, 0) >= p:
            return tags
        return [text] + tags if before else tags + [text]

    def prose(caption: str, state: int) -> str:
        if uniform(state, 0) >= p:
            return caption
        return text + " " + caption if before else caption + " " + text

    return Edit(tags, prose)


def case_edit(edit: Dict[str, Any]) -> Edit:
    """Make the letters of a caption small or capital, character by character."""
    p = edit["p"]
    changed = {
        "lower": lambda text: text.translate(SMALL),
        "upper": lambda text: text.translate(CAPITAL),
        "title": titled,
    }[edit["to"]]
    return Edit(
        lambda tags, state, separator: [changed(tag) for tag in tags] if uniform(state, 0) < p else tags,
        lambda text, state: changed(text) if uniform(state, 0) < p else text,
    )


class Tosses(Dict[int, bool]):
    """The coins of the names of one caption, in the order of their first mentions."""

    def __init__(self, p: float, state: int):
        super().__init__()
        self.p, self.state = p, state

    def __missing__(self, entry: int) -> bool:
        answer = self[entry] = uniform(self.state, len(self)) < self.p
        return answer


def translate_edit(edit: Dict[str, Any], entries: Sequence[Sequence[str]]) -> Edit:
    """Put translations in the place of names and aliases; all mentions of a name alike."""
    p = edit["p"]
    entry_of: Dict[str, int] = {}
    for number, entry in enumerate(entries):
        for mention in [entry[0]] + list(entry[2:]):
            entry_of.setdefault(mention, number)
    find_mentions = mentions_finder(entry_of)

    def tags(tags: List[str], state: int, separator: str) -> List[str]:
        if entry_of.keys().isdisjoint(tags):
            return tags
        tosses = Tosses(p, state)
        return [entries[entry_of[tag]][1] if tag in entry_of and tosses[entry_of[tag]] else tag for tag in tags]

    def prose(text: str, state: int) -> str:
        tosses, result, copied = Tosses(p, state), [], 0
        for start, name in find_mentions(text):
            if tosses[entry_of[name]]:
                result += [text[copied:start], entries[entry_of[name]][1]]
                copied = start + len(name)
        return "".join(result) + text[copied:]

    return Edit(tags, prose)


def compile_edit(edit: Dict[str, Any], classes: Dict[str, Any]) -> Edit:
    """Return the edit that a recipe describes."""
    verb = edit["verb"]
    if verb == "translate":
        return translate_edit(edit, classes[edit["class"]]["entries"])
    if verb == "drop":
        return drop_edit(edit, class_test(classes[edit["class"]]))
    if verb == "shuffle":
        return shuffle_edit(edit, [class_test(classes[name]) for name in edit["keep_first"]])
    return {
        "replace": replace_edit,
        "prepend": addition_edit,
        "append": addition_edit,
        "case": case_edit,
    }[verb](edit)
