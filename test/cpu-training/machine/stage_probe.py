"""Notes what a stage begins with and each loss that it comes to, independently of DeepSpeed and the overlay."""

import importlib
import json
import os

import torch


def note_stage():
    """Write to `$DITC_STAGE_PROBE`, if that is set: `<stage>.<process>.pt` and `<stage>.<process>.losses.jsonl` of rank 0."""
    folder = os.environ.get("DITC_STAGE_PROBE")
    if not folder or os.environ.get("RANK", "0") != "0":
        return
    name = "{}.{}".format(os.path.basename(os.environ["DITC_STAGE"]), os.getpid())
    note_first_weights(os.path.join(folder, name + ".pt"))
    note_losses(os.path.join(folder, name + ".losses.jsonl"))


def note_first_weights(path):
    """Keep all parameters as the model has them when the first batch goes through it."""
    model_class = importlib.import_module("hydit.modules.models").HunYuanDiT
    real = model_class.forward

    def forward(self, *args, **kwargs):
        if not os.path.exists(path):
            torch.save({name: each.detach().clone() for name, each in self.named_parameters()}, path)
        return real(self, *args, **kwargs)

    model_class.forward = forward


def note_losses(path):
    """Append the loss of each micro step, with all its digits."""
    diffusion_class = importlib.import_module("hydit.diffusion.respace").SpacedDiffusion
    real = diffusion_class.training_losses

    def training_losses(self, *args, **kwargs):
        terms = real(self, *args, **kwargs)
        with open(path, "a") as file:
            file.write(json.dumps(float(terms["loss"].mean())) + "\n")
        return terms

    diffusion_class.training_losses = training_losses
