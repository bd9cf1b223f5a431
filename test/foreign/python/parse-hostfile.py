"""Gives hostfiles to DeepSpeed's own parser. Usage: parse-hostfile.py < ["…"] > [refused]"""

import json
import logging
import os
import sys

OUT = os.dup(1)
os.dup2(2, 1)  # DeepSpeed logs to stdout

from deepspeed.launcher.runner import _parse_hostfile  # noqa: E402
from deepspeed.utils.logging import logger  # noqa: E402


def is_refused(text):
    try:
        _parse_hostfile(text.splitlines(keepends=True))
        return False
    except ValueError:
        return True


logger.setLevel(logging.CRITICAL)
with os.fdopen(OUT, "w", encoding="utf-8") as file:
    json.dump([is_refused(text) for text in json.load(sys.stdin)], file)
