"""Stands for the trainer: writes down what it was started with, below `records` of the experiment's folder.

Its own arguments, folder and environment, and what stands in the files of its stage.
"""

import json
import os
import sys
from pathlib import Path

stage = Path(os.environ["DITC_STAGE"])
records = stage.parents[3] / "records"
records.mkdir(exist_ok=True)
place = [os.environ.get(name, "") for name in ("NODE_RANK", "GROUP_RANK", "RANK")]
record = {
    "argv": sys.argv[1:],
    "folder": os.getcwd(),
    "environment": dict(os.environ),
    "files": {path.name: json.loads(path.read_text("utf-8")) for path in stage.glob("*.json")},
}
(records / "-".join([*place, str(os.getpid())])).write_text(json.dumps(record), "utf-8")
