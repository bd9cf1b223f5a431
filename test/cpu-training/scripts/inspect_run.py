"""Says what a run left: how far the weights moved and what the checkpoints count.

usage: inspect_run.py RUN_FOLDER START_WEIGHTS     prints one JSON object
"""

import json
import sys
from pathlib import Path

import torch


def load(path):
    """The trainer's checkpoints hold more than tensors."""
    return torch.load(path, map_location="cpu", weights_only=False)


def moved(before, after):
    """How many tensors of `before` differ in `after`."""
    return sum(not torch.equal(value.float(), after[name].float()) for name, value in before.items())


def ema_error(states, start, decay):
    """Largest difference between the saved averages and the recurrence over the saved weights, one save an update."""
    average = {name: value.float() for name, value in start.items()}
    worst = 0.0
    for state in states:
        for name in average:
            average[name] = decay * average[name] + (1 - decay) * state["module"][name].float()
            worst = max(worst, (average[name] - state["ema"][name].float()).abs().max().item())
    return worst


def inspect(run, start):
    """Describe a run of whole-model training."""
    checkpoints = run / "checkpoints"
    final = load(checkpoints / "final.pt" / "mp_rank_00_model_states.pt")
    numbered = sorted(path for path in checkpoints.glob("0*.pt"))
    report = {
        "tensors": len(start),
        "moved": moved(start, final["module"]),
        "steps": final["steps"],
        "globalSteps": final["global_steps"],
        "skippedSteps": final["skipped_steps"],
    }
    if final.get("ema"):
        states = [load(path / "mp_rank_00_model_states.pt") for path in numbered]
        report["emaError"] = ema_error(states, start, final["args"].ema_decay)
        report["emaMoved"] = moved(start, final["ema"])
    return report


def inspect_controlnet(network, start):
    """Describe a ControlNet: its blocks began as those of the model, the rest that it copies never moves."""
    copied = {name: value for name, value in start.items() if name in network}
    blocks = {name: value for name, value in copied.items() if name.startswith("blocks.")}
    return {
        "blocks": len(blocks),
        "blocksMoved": moved(blocks, network),
        "othersMoved": moved(copied, network) - moved(blocks, network),
        "added": sum(bool(network[name].abs().max() > 0) for name in network if "_proj" in name and name not in copied),
    }


def inspect_image_prompt(run):
    """Describe an IP-Adapter by its first numbered checkpoint and its last: files of its own tensors."""
    first, *_, last = sorted((run / "checkpoints").glob("*.pt/ipa.pt"))
    before, after = load(first), load(last)
    return {
        "tensors": len(after),
        "others": sum("ip_adapter" not in name for name in after),
        "moved": moved(before, after),
    }


def inspect_adapter(run):
    """Describe a LoRA run: the second matrix of each pair starts as zeros."""
    from safetensors.torch import load_file

    tensors = load_file(str(run / "checkpoints" / "final.pt" / "adapter_model.safetensors"))
    seconds = [value for name, value in tensors.items() if "lora_B" in name]
    return {"tensors": len(seconds), "moved": sum(bool(value.abs().max() > 0) for value in seconds)}


def main():
    """Choose by what was saved."""
    run = Path(sys.argv[1])
    final = run / "checkpoints" / "final.pt"
    if (final / "adapter_config.json").exists():
        report = inspect_adapter(run)
    elif (final / "ipa.pt").exists():
        report = inspect_image_prompt(run)
    else:
        start = load(sys.argv[2])
        start = start.get("module", start)
        network = load(final / "mp_rank_00_model_states.pt")["module"]
        is_controlnet = "before_proj.weight" in network
        report = inspect_controlnet(network, start) if is_controlnet else inspect(run, start)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
