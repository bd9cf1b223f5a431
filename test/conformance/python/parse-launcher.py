"""Parses many argvs with DeepSpeed's launcher. Usage: parse-launcher.py < argvs.json > parsed.json"""

import json
import os
import sys

OUT = os.dup(1)
os.dup2(2, 1)  # DeepSpeed logs to stdout

from deepspeed.launcher.runner import parse_args  # noqa: E402

KEYS = ("num_gpus", "num_nodes", "master_port", "include", "user_script", "user_args")

parsed = [vars(parse_args(argv)) for argv in json.load(sys.stdin)]
with os.fdopen(OUT, "w", encoding="utf-8") as file:
    json.dump([{key: each[key] for key in KEYS} for each in parsed], file)
