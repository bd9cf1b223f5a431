"""Gives many configurations to the installed DeepSpeed. Usage: check-deepspeed.py < [{config, world}] > [{...}]

For each: what DeepSpeed derives from it, and which keys it did not read.
"""

import copy
import inspect
import json
import logging
import os
import sys

OUT = os.dup(1)
os.dup2(2, 1)  # DeepSpeed logs to stdout

import torch  # noqa: E402
from deepspeed.runtime import config as runtime  # noqa: E402
from deepspeed.runtime.engine import DeepSpeedEngine  # noqa: E402
from deepspeed.utils.logging import logger  # noqa: E402


class Recording(dict):
    """A dict that remembers which of its keys were asked for."""

    def __init__(self, *args):
        super().__init__(*args)
        self.read = set()

    def __getitem__(self, key):
        self.read.add(key)
        return super().__getitem__(key)

    def get(self, key, default=None):
        self.read.add(key)
        return super().get(key, default)

    def unread(self):
        return sorted(set(self) - self.read)


class World:
    """What DeepSpeed asks for the number of processes when there is no process group."""

    def __init__(self, size):
        self.size = size

    def get_data_parallel_world_size(self):
        return self.size


def optimizer_parameters_unknown(params):
    """Names that neither PyTorch's AdamW takes nor DeepSpeed takes out before it calls it."""
    taken_out = inspect.getsource(DeepSpeedEngine.get_optimizer_configuration) + inspect.getsource(runtime)
    accepted = inspect.signature(torch.optim.AdamW).parameters
    return sorted(name for name in params if name not in accepted and '"{}"'.format(name) not in taken_out)


def check(config, world):
    top = Recording(copy.deepcopy(config))
    optimizer = top["optimizer"] = Recording(config["optimizer"])
    parsed = runtime.DeepSpeedConfig(top, mpu=World(world))
    return {
        "train_batch_size": parsed.train_batch_size,
        "micro": parsed.train_micro_batch_size_per_gpu,
        "accumulation": parsed.gradient_accumulation_steps,
        "optimizer": parsed.optimizer_name,
        "fp16": parsed.float16_config.enabled,
        "clip": parsed.gradient_clipping,
        "stage": int(parsed.zero_optimization_stage),
        "offload_optimizer": offload_device(parsed.zero_config.offload_optimizer),
        "offload_param": offload_device(parsed.zero_config.offload_param),
        "unread": top.unread() + ["optimizer." + key for key in optimizer.unread()],
        "unknown_optimizer_parameters": optimizer_parameters_unknown(parsed.optimizer_params),
    }


def offload_device(block):
    return None if block is None else getattr(block.device, "value", block.device)


def verdict(config, world):
    try:
        return check(config, world)
    except Exception as error:  # the test shows what DeepSpeed says
        return {"error": "{}: {}".format(type(error).__name__, error)}


def main():
    logger.setLevel(logging.ERROR)
    runtime.dist.get_rank = lambda *_args: 0
    cases = json.load(sys.stdin)
    with os.fdopen(OUT, "w", encoding="utf-8") as file:
        json.dump([verdict(case["config"], case["world"]) for case in cases], file)


main()
