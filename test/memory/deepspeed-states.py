"""Bytes of model states that DeepSpeed really holds after two updates on the CPU, and what its own estimators say.

Reads {"cases": [{"stage", "world"}]} from stdin, prints a list of {"parameters", "master", "moments", "own"} of rank 0, and for
{"estimates": [{"stage", "parameters", "largest", "gpus", "nodes", "offload"}]} the bytes for a GPU.
"""

import json
import os
import socket
import sys

import torch
import torch.multiprocessing as processes

HIDDEN = 64


def config(stage):
    zero = {"stage": stage} if stage == 0 else {
        "stage": stage, "reduce_bucket_size": 20000, "allgather_bucket_size": 20000, "contiguous_gradients": True,
    }
    return {
        "train_micro_batch_size_per_gpu": 1, "gradient_accumulation_steps": 1, "zero_allow_untested_optimizer": True,
        "optimizer": {"type": "AdamW", "params": {"lr": 1e-3, "torch_adam": True}},
        "fp16": {"enabled": True, "initial_scale_power": 4}, "zero_optimization": zero, "steps_per_print": 1000,
    }


def tensors(optimizer):
    inner = optimizer.optimizer
    master = [p for group in inner.param_groups for p in group["params"]]
    moments = [value for state in inner.state.values() for value in state.values() if torch.is_tensor(value) and value.dim() > 0]
    return master, moments


def work(rank, stage, world, port, queue):
    os.environ.update(RANK=str(rank), LOCAL_RANK=str(rank), WORLD_SIZE=str(world), MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    import deepspeed

    deepspeed.init_distributed(dist_backend="gloo", verbose=False)
    layers = [torch.nn.Linear(HIDDEN, HIDDEN) for _ in range(4)]
    model = torch.nn.Sequential(*layers).half()
    parameters = sum(p.numel() for p in model.parameters())
    engine, *_ = deepspeed.initialize(model=model, model_parameters=model.parameters(), config=config(stage))
    for _ in range(2):
        engine.backward(engine(torch.ones(1, HIDDEN).half()).float().mean())
        engine.step()
    master, moments = tensors(engine.optimizer)
    if rank == 0:
        size = lambda many: sum(t.numel() * t.element_size() for t in many)
        queue.put({"parameters": parameters, "master": size(master), "moments": size(moments)})
    torch.distributed.destroy_process_group()


def run_case(case):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    context = processes.get_context("spawn")
    queue = context.SimpleQueue()
    processes.spawn(work, args=(case["stage"], case["world"], port, queue), nprocs=case["world"])
    return queue.get()


def estimate(case):
    from deepspeed.runtime.zero.stage3 import estimate_zero3_model_states_mem_needs as three
    from deepspeed.runtime.zero.stage_1_and_2 import estimate_zero2_model_states_mem_needs as two

    common = dict(num_gpus_per_node=case["gpus"], num_nodes=case["nodes"], cpu_offload=case["offload"])
    if case["stage"] == 2:
        return two(case["parameters"], **common)[1]
    return three(case["parameters"], case["largest"], cpu_offload_params=False, **common)[1]


def main():
    given = json.load(sys.stdin)
    out, sys.stdout = sys.stdout, sys.stderr
    result = {"cases": [run_case(case) for case in given.get("cases", [])],
              "estimates": [estimate(case) for case in given.get("estimates", [])]}
    out.write(json.dumps(result))


if __name__ == "__main__":
    main()
