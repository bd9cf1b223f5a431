"""The draw of a caption: one variant by weight, then the edits meant for it; the same as in src/captions of ditc."""

from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence, Tuple

from .caption_edits import Edit, compile_edit
from .caption_hash import MASK, mix, scrambled, stream_of, uniform
from .caption_text import BLANKS, split_tags

VARIANT_KEY = ".variant"

Read = Callable[[str], Optional[str]]


class Drawn(NamedTuple):
    """The text of a sample (empty when every variant is), its variant, and whether that stands in for an empty one."""

    text: str
    variant: str
    fell_back: bool


class Epochs(Dict[int, int]):
    """The state of a stream in each epoch; the position is mixed in from draw to draw."""

    def __init__(self, stream: int):
        super().__init__()
        self.stream = stream

    def __missing__(self, epoch: int) -> int:
        state = self[epoch] = mix(self.stream, scrambled(epoch & MASK))
        return state


def compile_recipe(recipe: Dict[str, Any]) -> Callable[[Read, int, int], Drawn]:
    """Return the function (read, epoch, position) that draws; `read` gives the text of a variant, or None.

    A draw depends on seed, stage, epoch, position and the edit's key alone.
    """
    seed, stage, variants = recipe["seed"], recipe["stage"], recipe["variants"]
    compiled_edits = [
        (edit["variants"], Epochs(stream_of(seed, stage, edit["key"])), compile_edit(edit, recipe["classes"]))
        for edit in recipe["edits"]
    ]
    names = [variant["name"] for variant in variants]
    weights = [variant["weight"] for variant in variants]
    choices = Epochs(stream_of(seed, stage, VARIANT_KEY))
    edited = []
    for variant in variants:
        own = [(stream, edit) for named, stream, edit in compiled_edits if variant["name"] in named]
        edited.append(tags_edited(variant, own) if variant["kind"] == "tags" else prose_edited(own))

    def draw(read: Read, epoch: int, position: int) -> Drawn:
        def text_of(index: int) -> str:
            return (read(names[index]) or "").strip(BLANKS)

        position = scrambled(position & MASK)
        random = uniform(mix(choices[epoch], position), 0)
        index, fell_back = choose_variant(
            weights, random, lambda each: is_empty(text_of(each), variants[each])
        )
        return Drawn(edited[index](text_of(index), epoch, position), names[index], fell_back)

    return draw


def is_empty(text: str, variant: Dict[str, Any]) -> bool:
    """Say whether a caption holds no text, or nothing but separators."""
    if not text or variant["kind"] != "tags":
        return not text
    core = variant["separator"].strip(BLANKS)
    return text.startswith(core) and not split_tags(text, core)


def choose_variant(
    weights: Sequence[float], random: float, empty: Callable[[int], bool]
) -> Tuple[int, bool]:
    """Draw by weight with one number in [0, 1); return the index, and whether it stands in for an empty variant.

    Where the number fell within the empty one is uniform again, and draws among those that are not.
    """
    first, within = pick(weights, range(len(weights)), random)
    if not empty(first):
        return first, False
    others = [index for index in range(len(weights)) if index != first and not empty(index)]
    return (pick(weights, others, within)[0], True) if others else (first, False)


def pick(weights: Sequence[float], candidates: Sequence[int], share: float) -> Tuple[int, float]:
    """Return the candidate at a share of the total weight, and the share of its own weight there."""
    total = 0.0
    for index in candidates:
        total += weights[index]
    rest, last = share * total, candidates[0]
    for last in candidates:
        if rest < weights[last]:
            break
        rest -= weights[last]
    return last, rest / weights[last]


def tags_edited(
    variant: Dict[str, Any], edits: Sequence[Tuple[Epochs, Edit]]
) -> Callable[[str, int, int], str]:
    """Return what makes the edited caption of tags; an edit that would leave none leaves them as they are."""
    separator = variant["separator"]
    core = separator.strip(BLANKS)
    own = [(stream, edit.tags) for stream, edit in edits if edit.tags is not None]

    def run(text: str, epoch: int, position: int) -> str:
        tags = split_tags(text, core)
        for stream, edit in own if tags else ():
            tags = edit(tags, mix(stream[epoch], position), separator) or tags
        return separator.join(tags)

    return run


def prose_edited(edits: Sequence[Tuple[Epochs, Edit]]) -> Callable[[str, int, int], str]:
    """Return what makes the edited prose; an edit that would leave nothing leaves it as it is."""
    own = [(stream, edit.prose) for stream, edit in edits if edit.prose is not None]

    def run(text: str, epoch: int, position: int) -> str:
        for stream, edit in own if text else ():
            text = edit(text, mix(stream[epoch], position)).strip(BLANKS) or text
        return text

    return run
