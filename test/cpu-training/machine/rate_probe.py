"""Notes the learning rate that every real optimizer step is made with, independently of DeepSpeed and the overlay."""

import json
import os

from torch.optim.optimizer import register_optimizer_step_pre_hook


def parameters(optimizer):
    """All parameters that an optimizer moves."""
    return [parameter for group in optimizer.param_groups for parameter in group["params"]]


def is_real(optimizer):
    """False where DeepSpeed, without ZeRO, allocates the optimizer's states by a step with gradients of zero."""
    return any(parameter.grad is not None and parameter.grad.any() for parameter in parameters(optimizer))


def note_rates():
    """Append one JSON line a step to `$DITC_PROBE/rank-N.jsonl`, if that is set; a job of Slurm knows its node."""
    folder = os.environ.get("DITC_PROBE")
    if not folder:
        return
    path = os.path.join(folder, "rank-{}.jsonl".format(os.environ.get("RANK", "0")))
    node = os.environ.get("SLURMD_NODENAME")

    def note(optimizer, args, kwargs):
        if not is_real(optimizer):
            return
        with open(path, "a") as file:
            file.write(json.dumps({"lr": float(optimizer.param_groups[0]["lr"]), "node": node}) + "\n")

    register_optimizer_step_pre_hook(note)
