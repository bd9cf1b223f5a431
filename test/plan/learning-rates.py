"""The overlay's learning rate at every update of each case on standard input."""

import importlib.util
import json
import sys
from pathlib import Path

path = Path(__file__).resolve().parents[2] / "templates" / "overlay" / "learning_rate.py"
spec = importlib.util.spec_from_file_location("learning_rate", str(path))
overlay = importlib.util.module_from_spec(spec)
spec.loader.exec_module(overlay)

json.dump(
    [
        [
            overlay.learning_rate(update, case["schedule"], case["peak"], case["warmup"], case["updates"])
            for update in range(1, case["updates"] + 1)
        ]
        for case in json.load(sys.stdin)
    ],
    sys.stdout,
)
