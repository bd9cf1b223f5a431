"""For finding faults: every sample as it went to the encoders, if `DITC_RECORD_SAMPLES` names a folder."""

import json
import os
from typing import Any, Dict

from .checkout import required, upstream_module
from .dataset import located
from .ranks import rank
from .settings import Settings

VARIABLE = "DITC_RECORD_SAMPLES"
TEXTS = {"text": "get_text_info_with_encoder", "text_t5": "get_text_info_with_encoder_t5"}


def record_samples(settings: Settings) -> None:
    """Append one line of JSON a sample to `<folder>/rank-N.<process>.jsonl`, one file a loader worker.

    What is recorded is what was loaded, which is ahead of what was trained on. The texts are those that the tokenizers
    were given (hydit/data_loader/arrow_load_stream.py:283-336, commit 368280e), empty where one was left out.
    """
    folder = os.environ.get(VARIABLE)
    if not folder:
        return
    os.makedirs(folder, exist_ok=True)
    stream = upstream_module("hydit.data_loader.arrow_load_stream").TextImageArrowStream
    real_shuffle = required(stream, "shuffle", ("self", "seed", "fast"))
    real_item = required(stream, "__getitem__", ("self", "ind"))
    epoch, texts = {"number": 0}, {}

    def shuffle(self, seed, fast=False):
        epoch["number"] = seed - self.args.global_seed
        return real_shuffle(self, seed, fast=fast)

    def item(self, ind):
        texts.clear()
        loaded = real_item(self, ind)
        shard, row = located(self.index_manager, ind)
        place = {"epoch": epoch["number"], "position": int(ind), "shard": shard, "row": row}
        append(folder, dict({"stage": settings.stage, "rank": rank()}, **place, **texts))
        return loaded

    stream.shuffle = shuffle
    stream.__getitem__ = item
    for key, name in TEXTS.items():
        note_text(stream, name, key, texts)


def note_text(stream: Any, name: str, key: str, texts: Dict[str, str]) -> None:
    """Keep what one tokenizer is given."""
    real = required(stream, name, ("self",))

    def encode(self, description):
        texts[key] = description
        return real(self, description)

    setattr(stream, name, encode)


def append(folder: str, sample: Dict[str, Any]) -> None:
    """Write a whole line at once, to the file of this process."""
    path = os.path.join(folder, "rank-{}.{}.jsonl".format(rank(), os.getpid()))
    with open(path, "a", encoding="utf-8") as file:
        file.write(json.dumps(sample, ensure_ascii=False) + "\n")
