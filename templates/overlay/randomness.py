"""Random numbers that a killed run can take up again: those of a picture by its place, those of a rank as saved."""

import random
from contextlib import contextmanager
from typing import Any, Dict

from .checkout import required, upstream_module


def draw_by_place() -> None:
    """Let crop, flip and left-out captions of a picture depend on the seed, the epoch and its place in it alone.

    They are drawn in the loader's workers (hydit/data_loader/arrow_load_stream.py:294-306 and 160-171, commit 368280e),
    whose generators stand where the batches before left them. Those of a killed run are gone with its workers, and
    who goes on without loading what was consumed could not bring them back. Making an iterator no longer moves the
    generator of the noise: torch draws a seed for the workers from it (torch 2.15 utils/data/dataloader.py
    `_BaseDataLoaderIter`), which a process that starts in the middle of an epoch would draw once more.
    """
    stream = upstream_module("hydit.data_loader.arrow_load_stream").TextImageArrowStream
    real_shuffle = required(stream, "shuffle", ("self", "seed", "fast"))
    real_item = required(stream, "__getitem__", ("self", "ind"))
    loader = upstream_module("torch.utils.data").DataLoader
    real_iter = required(loader, "__iter__", ("self",))

    def shuffle(self, seed, fast=False):
        self.ditc_epoch_seed = seed
        return real_shuffle(self, seed, fast=fast)

    def item(self, ind):
        with own_stream("{} {}".format(getattr(self, "ditc_epoch_seed", None), ind)):
            return real_item(self, ind)

    def iterate(self):
        with unmoved():
            return real_iter(self)

    stream.shuffle = shuffle
    stream.__getitem__ = item
    loader.__iter__ = iterate


@contextmanager
def own_stream(name: str):
    """Draw from generators seeded by a name, and leave the process's own as they were."""
    with unmoved():
        random.seed(name)
        upstream_module("numpy").random.seed(random.getrandbits(32))
        upstream_module("torch").default_generator.manual_seed(random.getrandbits(63))
        yield


@contextmanager
def unmoved():
    """Put the generators of the CPU back where they were."""
    before = cpu_state()
    try:
        yield
    finally:
        set_cpu_state(before)


def cpu_state() -> Dict[str, Any]:
    """Where the generators of Python, NumPy and torch on the CPU stand."""
    return {
        "python": random.getstate(),
        "numpy": upstream_module("numpy").random.get_state(),
        "torch": upstream_module("torch").default_generator.get_state(),
    }


def set_cpu_state(state: Dict[str, Any]) -> None:
    """Put them where they stood."""
    random.setstate(state["python"])
    upstream_module("numpy").random.set_state(state["numpy"])
    upstream_module("torch").default_generator.set_state(state["torch"])


def random_state() -> Dict[str, Any]:
    """Where all generators of this rank stand; of the GPUs, the one that it trains on."""
    torch = upstream_module("torch")
    cuda = torch.cuda.get_rng_state() if torch.cuda.is_available() else None
    return dict(cpu_state(), cuda=cuda)


def set_random_state(state: Dict[str, Any]) -> None:
    """Go on drawing where a rank stopped."""
    set_cpu_state(state)
    if state["cuda"] is not None:
        upstream_module("torch").cuda.set_rng_state(state["cuda"])
