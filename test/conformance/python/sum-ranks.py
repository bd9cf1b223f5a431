"""Stands for the trainer: every rank adds its number to a sum over all, and rank 0 prints what it sees.

It takes the trainer's flags and reads none. The rank that FAILING_RANK names ends with status 7 after the sum; then the
others would go on for ten minutes; `none` names no rank.
"""

import json
import os
import sys
import time

import torch
import torch.distributed as distributed

distributed.init_process_group("gloo")
rank = distributed.get_rank()
total = torch.tensor([float(rank)])
distributed.all_reduce(total)
nodes = [None] * distributed.get_world_size()
distributed.all_gather_object(nodes, int(os.environ["GROUP_RANK"]))
if rank == 0:
    print(
        json.dumps(
            {
                "sum": int(total.item()),
                "nodes": nodes,
                "argv": sys.argv[1:],
                "environment": {name: value for name, value in os.environ.items() if name.startswith("SEEN_")},
            }
        ),
        flush=True,
    )
if os.environ.get("FAILING_RANK") == str(rank):
    os._exit(7)  # gloo's threads would abort an ordinary exit now and then
if "FAILING_RANK" in os.environ:
    time.sleep(600)
distributed.destroy_process_group()
