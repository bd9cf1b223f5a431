"""Write files of weights, and files that are taken for them, with the real PyTorch; stdin: {"folder", "names": state dicts by name}.

The shapes are those of the real model; every tensor is one number that is read again and again, so the files are small.
"""

import argparse
import json
import os
import re
import sys
from collections import OrderedDict

import torch


def expand(patterns):
    """Return the state dict behind a list in which `blocks.3-5.x` stands for three tensors."""
    state = OrderedDict()
    for pattern, shape in patterns.items():
        found = re.search(r"\.(\d+)-(\d+)\.", pattern)
        first, last = (int(found[1]), int(found[2])) if found else (0, 0)
        for index in range(first, last + 1):
            name = re.sub(r"\.\d+-\d+\.", ".{}.".format(index), pattern)
            state[name] = torch.zeros(1, dtype=torch.float16).expand(shape)
    return state


class Hostile:
    """Makes a folder when it is loaded."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (self.path,)


def main():
    """Write every file."""
    given = json.load(sys.stdin)

    def at(name):
        return os.path.join(given["folder"], name)

    states = {name: expand(patterns) for name, patterns in given["names"].items()}
    v12 = states["v1.2 g/2"]
    for name, state in states.items():
        torch.save(state, at(name.replace("/", "") + ".pt"))
    torch.save(dict(v12), at("plain-dict.pt"))
    torch.save(OrderedDict((name, torch.nn.Parameter(t, False)) for name, t in v12.items()), at("parameters.pt"))
    arguments = argparse.Namespace(model="DiT-g/2", dtype=torch.float16)
    torch.save({"module": v12, "ds_config": {"fp16": {"enabled": True}}, "steps": 3, "args": arguments}, at("checkpoint.pt"))
    lora = "base_model.model.blocks.0.attn1.Wqkv.lora_A.weight"
    torch.save({lora: torch.zeros(64, 1408)}, at("lora.pt"))
    torch.save({"conv.weight": torch.zeros(3, 3)}, at("other.pt"))
    torch.save([1, 2], at("list.pt"))
    torch.save(v12, at("old.pt"), _use_new_zipfile_serialization=False)
    torch.save({"weights": v12, "hook": Hostile(at("executed"))}, at("hostile.pt"))
    whole = open(at("v1.2 g2.pt"), "rb").read()
    with open(at("cut.pt"), "wb") as file:
        file.write(whole[: len(whole) * 2 // 3])
    print("{}")


main()
