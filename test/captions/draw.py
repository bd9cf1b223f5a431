"""Draws with the real captions.py: a list of {recipe, images, samples} on stdin, a list of [text, variant, fell back] each on stdout.

A sample is [image, epoch, position]. With two files as arguments, reads the one, writes the other, and prints the seconds
that the draws took of the processor.
"""

import importlib.util
import json
import sys
import time
from pathlib import Path


def load_overlay():
    """Import `templates/overlay` as its own `train.py` does."""
    path = Path(__file__).resolve().parents[2] / "templates" / "overlay" / "train.py"
    spec = importlib.util.spec_from_file_location("overlay_train", str(path))
    train = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(train)
    train.load_overlay()


def answers(tasks):
    """Answer every task in turn; return the answers and the seconds."""
    from ditc_overlay.captions import compiled

    drawn, seconds = [], 0.0
    for task in tasks:
        draw, images = compiled(task["recipe"]), task["images"]
        start = time.process_time()
        drawn.append([draw(images[image].get, epoch, position) for image, epoch, position in task["samples"]])
        seconds += time.process_time() - start
    return drawn, seconds


def main():
    """Read, draw, write."""
    load_overlay()
    if len(sys.argv) == 1:
        drawn, _ = answers(json.loads(sys.stdin.buffer.read().decode("utf-8", "surrogatepass")))
        json.dump(drawn, sys.stdout)
        return
    drawn, seconds = answers(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    written = json.dumps(drawn, ensure_ascii=False, separators=(",", ":"))
    Path(sys.argv[2]).write_text(written, encoding="utf-8")
    print(seconds)


if __name__ == "__main__":
    main()
