"""Stands for a trainer that keeps its state: it counts steps with a falling loss, and leaves when it is asked to.

Rank 0 looks for the request that the overlay looks for (`stop` beside the run folder), writes the step that it stands at,
and goes on from there when it is started again.
"""

import os
import sys
import time
from pathlib import Path

import torch
import torch.distributed as distributed

STEPS = 250
run = Path(sys.argv[sys.argv.index("--results-dir") + 1])
run.mkdir(parents=True, exist_ok=True)
state, request = run / "state", run.parent / "stop"

distributed.init_process_group("gloo")
step = int(state.read_text()) if state.exists() else 0
weight = 0.99**step
if distributed.get_rank() == 0:
    print("goes on after step {}".format(step), flush=True)
while step < STEPS:
    time.sleep(0.25)
    step += 1
    weight *= 0.99
    if distributed.get_rank() == 0 and step % 10 == 0:
        print("step {} loss {:.6f}".format(step, weight), flush=True)
    asked = torch.tensor([float(distributed.get_rank() == 0 and request.exists())])
    distributed.all_reduce(asked)
    if asked.item() > 0:
        if distributed.get_rank() == 0:
            state.write_text(str(step))
            request.unlink()
            print("left after step {}".format(step), flush=True)
        distributed.barrier()
        sys.exit(130)
final = run / "checkpoints" / "final.pt"
if distributed.get_rank() == 0:
    final.mkdir(parents=True)
    (final / "adapter_config.json").write_text("{}")
distributed.barrier()
