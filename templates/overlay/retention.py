"""How many checkpoints are kept."""

import os
import re
from pathlib import Path
from typing import Iterable, List, Optional

from . import markers

NUMBERED = re.compile(r"^e?\d{4,}\.pt$")


class Retention:
    """Deletes the oldest numbered checkpoints of this run once a newer one is complete.

    A run folder is used again only to go on with its own run, whose whole checkpoints are taken over. `final.pt`,
    `latest.pt` and `resume` carry no number and are never deleted, nor is the newest numbered one.
    """

    def __init__(self, keep: Optional[int]):
        self.keep = keep
        self.complete: List[str] = []

    def take_over(self, paths: Iterable[str]) -> None:
        """Count the whole checkpoints, oldest first, that the run wrote before it was killed."""
        self.complete = [path for path in paths if NUMBERED.match(os.path.basename(path))]

    def completed(self, path: str) -> None:
        """Note a complete checkpoint and delete what is now one too many. Call it on one rank."""
        if not NUMBERED.match(os.path.basename(path)) or path in self.complete:
            return
        self.complete.append(path)
        while self.keep is not None and len(self.complete) > self.keep:
            markers.discard(Path(self.complete.pop(0)))
