"""How the overlay ends a run: one message, no stack, a status that makes the launcher end the other ranks."""

import os
from contextlib import contextmanager


def stopped(what: str, way_out: str) -> SystemExit:
    """Return the exception to raise: it prints `what` and `way_out` to stderr and ends this rank with status 1.

    A SystemExit on purpose: the trainer catches `Exception` around saving and goes on (hydit/train_deepspeed.py:92,
    commit 368280e, T67).
    """
    rank = os.environ.get("RANK", "0")
    return SystemExit("ditc: rank {}: {}\nditc: rank {}: {}".format(rank, what, rank, way_out))


@contextmanager
def saving_or_stopping(path: str):
    """Turn any failure to save into the end of the run."""
    try:
        yield
    except Exception as cause:
        raise stopped(
            "cannot save {}: {}: {}".format(path, type(cause).__name__, cause),
            "Free space or rights on that file system, then start again from the last complete checkpoint.",
        ) from cause
