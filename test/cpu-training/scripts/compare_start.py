"""Compares the weights that a stage began to train with, bit by bit, with those that the stage before left.

usage: compare_start.py FIRST_WEIGHTS CHECKPOINT (module|ema|adapter) [BASE]
prints one JSON object: how many tensors were compared, those that are missing or differ, and what of the other weights
of the checkpoint is the same, so that a comparison that could not fail is seen
"""

import json
import sys
from pathlib import Path

import torch

ADAPTER = ".lora_"


def load(path):
    """The trainer's checkpoints hold more than tensors."""
    return torch.load(path, map_location="cpu", weights_only=False)


def left_by(checkpoint, kind):
    """The weights of a checkpoint by the names of the model's parameters."""
    if kind != "adapter":
        return load(checkpoint / "mp_rank_00_model_states.pt")[kind]
    from safetensors.torch import load_file

    saved = load_file(str(checkpoint / "adapter_model.safetensors"))
    return {
        name.replace("base_model.model.", "", 1).replace(".weight", ".default.weight"): value
        for name, value in saved.items()
    }


def different(began, left):
    """Names of tensors that only one of the two has, or whose bits differ in the type that is trained."""
    return sorted(
        name
        for name in set(began) | set(left)
        if name not in began
        or name not in left
        or not torch.equal(began[name], left[name].to(began[name].dtype))
    )


def main():
    """Compare all parameters; those of the frozen base of an adapter with the public weights."""
    began, checkpoint, kind = load(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    trained = {name: value for name, value in began.items() if kind != "adapter" or ADAPTER in name}
    left = {name: value for name, value in left_by(checkpoint, kind).items() if kind == "adapter" or name in began}
    found = {"compared": len(left), "differing": different(trained, left)}
    if kind == "adapter":
        base = {name.replace(".base_layer", ""): each for name, each in began.items() if ADAPTER not in name}
        public = {name: each for name, each in load(sys.argv[4]).items() if name in base}
        found.update(base=len(public), baseDiffering=different(base, public))
        found["moved"] = sum(bool(each.any()) for name, each in left.items() if ".lora_B." in name)
    else:
        other = left_by(checkpoint, "ema" if kind == "module" else "module")
        found["otherDiffering"] = len(different(trained, {name: other[name] for name in trained}))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
