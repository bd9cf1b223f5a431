"""What the ranks tell each other."""

import os
from typing import Any, List

from .checkout import upstream_module


def rank() -> int:
    """Number of this process, as the launcher gave it."""
    return int(os.environ.get("RANK", "0"))


def share(value: Any) -> List[Any]:
    """Return the value of every rank, in rank order; a single process needs no process group."""
    distributed = upstream_module("torch.distributed")
    if not (distributed.is_available() and distributed.is_initialized()):
        return [value]
    values: List[Any] = [None] * distributed.get_world_size()
    distributed.all_gather_object(values, value)
    return values
