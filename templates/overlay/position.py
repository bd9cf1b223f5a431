"""Where a run stands after an update, and when it is to be written down."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Optional

from . import randomness
from .markers import Marker
from .progress import Progress
from .settings import Settings, Span

# What must not change between a run and its resume: the flags by their names in the trainer's arguments.
FIXED_FLAGS = (
    "model",
    "training_parts",
    "control_type",
    "image_size",
    "multireso",
    "reso_step",
    "target_ratios",
    "batch_size",
    "grad_accu_steps",
    "use_zero_stage",
    "use_ema",
    "global_seed",
)
FIXED_ADAPTER_FLAGS = ("rank", "target_modules")


@dataclass(frozen=True)
class Position:
    """A rank after an update: everything since is repeated by a resume, so the generators belong to it."""

    micro_steps: int
    random: Dict[str, Any]
    ema_decay_steps: Optional[int]


class Track:
    """Counts micro steps and keeps the position after the last update.

    Between two updates no weight, moment or average changes, so a checkpoint in the middle of an accumulation is a
    checkpoint of the update before; the gradients accumulated since are computed again.
    """

    def __init__(self, settings: Settings, progress: Progress):
        self.settings = settings
        self.progress = progress
        self.args: Any = None
        self.ema: Any = None
        self.checkpoints: Optional[Path] = None
        self.batches_per_epoch = 0
        self.micro_steps = 0
        self.finished_steps = 0
        self.position: Optional[Position] = None
        self.saved_at = 0

    def stand(self) -> None:
        """Keep the present position."""
        steps = None if self.ema is None else self.ema.decay_steps
        self.position = Position(self.micro_steps, randomness.random_state(), steps)

    def step(self) -> bool:
        """Count a micro step; True if it ended an update, skipped ones included."""
        self.micro_steps += 1
        if self.progress.optimizer_steps() == self.finished_steps:
            return False
        self.finished_steps = self.progress.optimizer_steps()
        self.stand()
        return True

    def is_adapter(self) -> bool:
        """Whether LoRA is trained."""
        return self.args.training_parts == "lora"

    def has_frozen_base(self) -> bool:
        """Whether the engine's model is mostly the frozen base, which comes from its own file."""
        return self.args.training_parts in ("lora", "ipadapter")

    def numbered_tag(self) -> Optional[str]:
        """Name of the checkpoint that is written after this micro step, or None.

        The conditions and names of hydit/train_deepspeed.py:107 and 658-680 (commit 368280e) with the flags of the launch
        files, which follow from `save.every`.
        """
        every = self.settings.save.every
        if every.unit == "updates":
            is_due = self.micro_steps % (every.count * self.progress.accumulation()) == 0
            return "{:07d}.pt".format(self.micro_steps) if is_due else None
        epoch, rest = divmod(self.micro_steps, self.batches_per_epoch)
        goes_on = self.micro_steps < self.args.max_training_steps
        return "e{:04d}.pt".format(epoch - 1) if rest == 0 and goes_on and epoch % every.count == 0 else None

    def client_state(self) -> Dict[str, Any]:
        """What the trainer keeps beside the engine's state (hydit/train_deepspeed.py:97-99, commit 368280e)."""
        epoch = self.micro_steps // self.batches_per_epoch
        state = {"steps": self.micro_steps, "epoch": epoch, "args": self.args}
        return state if self.ema is None else dict(state, ema=self.ema.state_dict())

    def rolling_is_due(self) -> bool:
        """Whether `resume_every` has come round since the last rolling checkpoint; asked after an update."""
        every = self.settings.save.resume_every
        if every is None or self.finished(every, self.micro_steps) == self.finished(every, self.saved_at):
            return False
        self.saved_at = self.micro_steps
        return not (self.settings.save.optimizer_state and self.numbered_tag())

    def finished(self, every: Span, micro_steps: int) -> int:
        """How many whole intervals lie before a micro step."""
        length = self.progress.accumulation() if every.unit == "updates" else self.batches_per_epoch
        return micro_steps // length // every.count

    def marker(self, state: bool) -> Marker:
        """Describe a checkpoint that is written now."""
        micro_steps = self.position.micro_steps
        updates = micro_steps // self.progress.accumulation()
        return Marker(state, updates, micro_steps, self.batches_per_epoch, self.plan())

    def plan(self) -> Dict[str, Any]:
        """What must be the same in the process that goes on, as JSON has it."""
        names = FIXED_FLAGS + (FIXED_ADAPTER_FLAGS if self.is_adapter() else ())
        plan = {name: getattr(self.args, name, None) for name in names}
        plan["world_size"] = self.settings.world_size
        plan["optimizer"] = self.settings.deepspeed.get("optimizer", {}).get("type")
        return json.loads(json.dumps(plan, default=str))

    def changed(self, before: Dict[str, Any]) -> Dict[str, Any]:
        """Which values of a saved plan are others now: `{name: (before, now)}`."""
        now = self.plan()
        return {name: (value, now.get(name)) for name, value in before.items() if value != now.get(name)}
