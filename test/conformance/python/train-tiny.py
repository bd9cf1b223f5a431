"""Trains two layers for a few updates with each configuration. Usage: train-tiny.py PORT < configs.json > [{...}]

One process on the CPU, in half precision, with DeepSpeed's real engine and optimizers.
"""

import json
import logging
import os
import sys

OUT = os.dup(1)
os.dup2(2, 1)  # DeepSpeed logs to stdout
os.environ.update(
    DS_ACCELERATOR="cpu",
    OMP_NUM_THREADS="1",
    RANK="0",
    LOCAL_RANK="0",
    WORLD_SIZE="1",
    MASTER_ADDR="127.0.0.1",
    MASTER_PORT=sys.argv[1],
)

import deepspeed  # noqa: E402
import torch  # noqa: E402
from deepspeed.accelerator import get_accelerator  # noqa: E402
from deepspeed.comm import torch as backend  # noqa: E402
from deepspeed.utils.logging import logger  # noqa: E402

UPDATES = 4


def train(config):
    """Losses of the first and the last micro step, and what the engine counted."""
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(64, 64), torch.nn.Linear(64, 64)).half()
    engine, _, _, _ = deepspeed.initialize(model=model, model_parameters=model.parameters(), config=config)
    losses = []
    for _ in range(UPDATES * config["gradient_accumulation_steps"]):
        loss = (engine(torch.ones(2, 64, dtype=torch.half)) - 1).float().pow(2).mean()
        losses.append(loss.item())
        engine.backward(loss)
        engine.step()
    return {
        "losses": [losses[0], losses[-1]],
        "updates": engine.global_steps,
        "skipped": engine.skipped_steps,
        "optimizer": type(engine.optimizer.optimizer).__name__,
    }


def main():
    logger.setLevel(logging.ERROR)
    type(get_accelerator()).is_fp16_supported = lambda _self: True
    backend.build_shm_op = lambda: None  # compiled when asked for; one process has nobody to share with
    deepspeed.init_distributed("gloo")
    results = [train(config) for config in json.load(sys.stdin)]
    with os.fdopen(OUT, "w", encoding="utf-8") as file:
        json.dump(results, file)


main()
