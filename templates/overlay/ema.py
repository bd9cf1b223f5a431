"""The averaged weights move once an optimizer step."""

from .checkout import required, upstream_module
from .progress import Progress


def update_once_an_optimizer_step(progress: Progress) -> None:
    """Let `EMA.update` through only when the weights have changed since it last did.

    The trainer calls it after every micro step (hydit/train_deepspeed.py:598-603, commit 368280e), which turns a decay
    d into d^accumulation an optimizer step (T45). Here the decay is applied once an update, as it is passed; a step
    skipped for overflow changes no weight and moves no average. What the engine counts decides, not the trainer's
    step number: after a resume the two need not agree on where an accumulation begins.
    """
    ema_class = upstream_module("hydit.modules.ema").EMA
    real = required(ema_class, "update", ("self", "model", "step", "decay"))

    def update(self, model, step, decay=None):
        applied = progress.applied_steps()
        if applied == progress.averaged_steps:
            return None
        progress.averaged_steps = applied
        return real(self, model, step, decay)

    ema_class.update = update
