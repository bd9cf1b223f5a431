"""Bytes of model states that DeepSpeed really holds on the CPU, and what its own estimators say. Reads JSON, prints JSON.

{"runs": [{"world", "cases": [{"stage", "accumulation", "offload"}]}]} gives for each run a list, of its first process:
{"parameters", "between", "gradients", "master", "moments"}. {"estimates": [{"stage", "parameters", "largest", "gpus", "nodes",
"offload"}]} gives the bytes on one GPU.
"""

import json
import logging
import os
import socket
import sys

os.environ.update(DS_ACCELERATOR="cpu", OMP_NUM_THREADS="1")

import torch  # noqa: E402
import torch.multiprocessing as processes  # noqa: E402

WIDTH = 64
LAYERS = 4
BUCKET = 5_000


def config(case):
    zero = {"stage": case["stage"]}
    if case["offload"]:
        zero["offload_optimizer"] = {"device": "cpu"}
    if case["stage"] > 0:
        zero.update(reduce_bucket_size=BUCKET, contiguous_gradients=True, overlap_comm=case["world"] > 1)
    return {
        "train_micro_batch_size_per_gpu": 1,
        "gradient_accumulation_steps": case["accumulation"],
        "optimizer": {"type": "AdamW", "params": {"lr": 1e-3, "torch_adam": True}},
        "fp16": {"enabled": True, "initial_scale_power": 4},
        "zero_optimization": zero,
    }


def size(tensors):
    """Bytes of the storages behind the tensors, each counted once."""
    storages = {tensor.untyped_storage().data_ptr(): tensor.untyped_storage().nbytes() for tensor in tensors}
    return sum(bytes for pointer, bytes in storages.items() if pointer != 0)


def masters(optimizer):
    if hasattr(optimizer, "fp32_partitioned_groups_flat"):
        return optimizer.fp32_partitioned_groups_flat
    return [parameter for group in optimizer.optimizer.param_groups for parameter in group["params"]]


def moments(optimizer):
    states = [value for state in optimizer.optimizer.state.values() for value in state.values()]
    return [value for value in states if torch.is_tensor(value) and value.dim() > 0]


def gradients(optimizer, model):
    """Bytes of half-precision gradients that wait for the next step, in whatever attribute."""
    kept = [*getattr(optimizer, "averaged_gradients", {}).values(), *getattr(optimizer, "all_grad_tensors", {}).values()]
    flat = [each for group in kept for each in (group or []) if torch.is_tensor(each)]
    whole = [each.grad for each in model.parameters() if each.grad is not None]
    return size([each for each in [*flat, *whole] if each.dtype == torch.half])


def measure(case):
    """The second update, so that the moments are there: gradients after the first and after the last of its micro steps."""
    import deepspeed

    model = torch.nn.Sequential(*[torch.nn.Linear(WIDTH, WIDTH) for _ in range(LAYERS)]).half()
    parameters = sum(parameter.numel() for parameter in model.parameters())
    engine, *_ = deepspeed.initialize(model=model, model_parameters=model.parameters(), config=config(case))
    waiting = []
    for step in range(2 * case["accumulation"]):
        engine.backward(engine(torch.ones(1, WIDTH).half()).float().mean())
        waiting.append(gradients(engine.optimizer, model))
        engine.step()
    return {
        "parameters": parameters,
        "between": waiting[-2] if case["accumulation"] > 1 else 0,
        "gradients": waiting[-1],
        "master": size(masters(engine.optimizer)),
        "moments": size(moments(engine.optimizer)),
    }


def work(rank, world, cases, port, queue):
    ranks = {"RANK": rank, "LOCAL_RANK": rank, "WORLD_SIZE": world, "MASTER_PORT": port}
    os.environ.update(MASTER_ADDR="127.0.0.1", **{name: str(value) for name, value in ranks.items()})
    import deepspeed
    from deepspeed.accelerator import get_accelerator
    from deepspeed.comm import torch as backend
    from deepspeed.utils.logging import logger

    logger.setLevel(logging.ERROR)
    type(get_accelerator()).is_fp16_supported = lambda _self: True
    backend.build_shm_op = lambda: None  # compiled when asked for
    deepspeed.init_distributed("gloo")
    figures = [measure(case) for case in cases]
    if rank == 0:
        queue.put(figures)
    deepspeed.comm.barrier()


def run_cases(world, cases):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    queue = processes.get_context("spawn").SimpleQueue()
    processes.spawn(work, args=(world, cases, port, queue), nprocs=world)
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
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # DeepSpeed logs to stdout
    result = {
        "runs": [run_cases(run["world"], [{**case, **run} for case in run["cases"]]) for run in given["runs"]],
        "estimates": [estimate(case) for case in given["estimates"]],
    }
    with out:
        json.dump(result, out)


if __name__ == "__main__":
    main()
