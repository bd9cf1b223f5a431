"""Compares what two runs left in `final.pt`, bit by bit: weights, averages, optimizer states, counts.

usage: compare_runs.py RUN_FOLDER OTHER_RUN_FOLDER     prints one JSON object: what was compared, and what differs
"""

import json
import sys
from pathlib import Path

import numpy
import torch

# Of the state: folders, times and objects without equality.
LEFT_OUT = {"args", "ds_config", "loss_scaler", "param_slice_mappings"}


def load(path):
    """The trainer's checkpoints hold more than tensors."""
    if path.suffix == ".safetensors":
        from safetensors.torch import load_file

        return load_file(str(path))
    return torch.load(path, map_location="cpu", weights_only=False)


def leaves(value, name=""):
    """All values of nested dictionaries and lists by their paths."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in LEFT_OUT:
                yield from leaves(inner, "{}/{}".format(name, key))
    elif isinstance(value, (list, tuple)):
        for position, inner in enumerate(value):
            yield from leaves(inner, "{}/{}".format(name, position))
    else:
        yield name, value
    scaler = value.get("loss_scaler") if isinstance(value, dict) else None
    if scaler is not None:
        yield from leaves(vars(scaler), name + "/scaler")


def same(one, other):
    """Bit by bit for tensors and arrays."""
    if isinstance(one, torch.Tensor):
        return isinstance(other, torch.Tensor) and torch.equal(one, other)
    if isinstance(one, numpy.ndarray):
        return numpy.array_equal(one, other)
    return one == other


def main():
    """Compare every file of tensors that the first run's `final.pt` has."""
    one, other = (Path(folder) / "checkpoints" / "final.pt" for folder in sys.argv[1:3])
    files = sorted(path.name for path in one.iterdir() if path.suffix in (".pt", ".safetensors"))
    compared, differing = 0, []
    for file in files:
        mine, others = dict(leaves(load(one / file))), dict(leaves(load(other / file)))
        compared += sum(isinstance(value, torch.Tensor) for value in mine.values())
        for name in sorted(set(mine) | set(others)):
            if not same(mine.get(name), others.get(name)):
                differing.append(
                    "{}{}: {!s:.60} | {!s:.60}".format(file, name, mine.get(name), others.get(name))
                )
    print(json.dumps({"files": files, "tensors": compared, "differing": differing}))


if __name__ == "__main__":
    main()
