"""One caption a sample, drawn and edited as `captions.json` says: the recipe that `ditc build` wrote beside stage.json."""

import re
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional

from .caption_draw import Drawn, Read, compile_recipe
from .checkout import required, upstream_module
from .dataset import TEXT_COLUMN, unreadable
from .settings import REBUILD, read_versioned
from .stopping import stopped

FORMAT_VERSION = 1


def read_recipe(stage_folder: str) -> Optional[Dict[str, Any]]:
    """Read the recipe of a stage; None where captions are trained as they are."""
    path = Path(stage_folder) / "captions.json"
    if not path.exists():
        return None
    return read_versioned(path, FORMAT_VERSION)


def text_columns(recipe: Optional[Dict[str, Any]]) -> List[str]:
    """Return the columns of the shards that hold captions of a recipe."""
    if recipe is None:
        return [TEXT_COLUMN]
    return [variant["shard_column"] for variant in recipe["variants"]]


def draw_captions(recipe: Optional[Dict[str, Any]]) -> None:
    """Give upstream's data set the drawn caption of a sample in place of its only one.

    Both text encoders get the same: `__getitem__` asks twice with one `ind` (hydit/data_loader/arrow_load_stream.py:
    271-297, commit 368280e). The epoch follows from the seed of `shuffle`, global_seed + epoch
    (hydit/train_deepspeed.py:559-562), after a resume too, and loader workers are forked after it.
    """
    if recipe is None:
        return
    stream = upstream_module("hydit.data_loader.arrow_load_stream").TextImageArrowStream
    real_shuffle = required(stream, "shuffle", ("self", "seed", "fast"))
    required(stream, "get_original_text", ("self", "ind"))
    draw = compiled(recipe)
    columns = {
        variant["name"]: column for variant, column in zip(recipe["variants"], text_columns(recipe))
    }

    def shuffle(self, seed, fast=False):
        self.ditc_epoch = seed - self.args.global_seed
        return real_shuffle(self, seed, fast=fast)

    def get_original_text(self, ind):
        def read(variant: str) -> Optional[str]:
            return self.index_manager.get_attribute(ind, columns[variant])

        try:
            drawn = draw(read, self.ditc_epoch, int(ind))
            if not drawn.text:
                raise ValueError("every variant is empty")
            return drawn.text
        except Exception as cause:
            raise unreadable("caption", self.index_manager, ind, cause) from cause

    stream.shuffle = shuffle
    stream.get_original_text = get_original_text


def compiled(recipe: Dict[str, Any]) -> Callable[[Read, int, int], Drawn]:
    """Return the draw of a recipe; one that is not as we write it stops the run."""
    try:
        return compile_recipe(recipe)
    except (KeyError, IndexError, TypeError, AttributeError, re.error) as cause:
        raise stopped("captions.json cannot be used: {!r}".format(cause), REBUILD) from cause
