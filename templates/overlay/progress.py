"""How far the run is, in optimizer steps: what the patches tell each other."""

import logging
import os
from pathlib import Path
from typing import Any, Optional

from .settings import Settings
from .stopping import stopped


class Progress:
    """Filled as the trainer gets on: the logger with the run folder, the position with a resume, then the engine."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.logger: Optional[logging.Logger] = None
        self.run_folder: Optional[Path] = None
        self.engine: Any = None
        self.resumed_micro_steps = 0
        self.micro_steps_per_epoch: Optional[int] = None
        self.restored_steps = 0
        self.averaged_steps = 0

    def optimizer_steps(self) -> int:
        """Optimizer steps, the skipped ones among them (`global_steps` of DeepSpeed's engine).

        Of this process, and of the ones before if the engine's state was restored.
        """
        return self.engine.global_steps if self.engine is not None else 0

    def skipped_steps(self) -> int:
        """Optimizer steps that changed no weight because an fp16 gradient overflowed."""
        return self.engine.skipped_steps if self.engine is not None else 0

    def applied_steps(self) -> int:
        """Optimizer steps that changed the weights."""
        return self.optimizer_steps() - self.skipped_steps()

    def restored(self) -> None:
        """Take the engine's present counts as those of an earlier process of the same run."""
        self.restored_steps = self.optimizer_steps()
        self.averaged_steps = self.applied_steps()

    def report_skipped(self) -> None:
        """Log how many steps were skipped.

        DeepSpeed says so at INFO and prints WARNING and up, and the trainer's loss line looks like any other (T178).
        """
        self.say(
            "{} of {} optimizer steps were skipped because of fp16 overflow".format(
                self.skipped_steps(), self.optimizer_steps()
            )
        )

    def report_end(self) -> None:
        """Log the end of a run; one that changed no weight is not a success.

        With fewer images than world size times batch size the trainer writes `final.pt` with untouched weights and
        exits with status 0 (`drop_last` in hydit/train_deepspeed.py:413-428, commit 368280e, T91).
        """
        if self.applied_steps() == 0:
            raise stopped(
                "the trainer ended without a single optimizer step",
                "Check that an epoch holds at least one batch on every GPU and that the start is not already the end.",
            )
        self.report_skipped()
        self.say(
            "{} of {} planned optimizer steps are done".format(self.updates_done(), self.total_updates())
        )
        if self.left_micro_steps() > 0:
            self.say("the last {} micro steps fill no optimizer step and changed nothing".format(self.left_micro_steps()))

    def accumulation(self) -> int:
        """Micro steps an optimizer step."""
        return self.settings.deepspeed["gradient_accumulation_steps"]

    def finished_before(self) -> int:
        """Updates that an earlier process had finished, by the trainer's own count."""
        return self.resumed_micro_steps // self.accumulation()

    def updates_done(self) -> int:
        """Updates of the whole stage that are finished now, those of earlier processes and the skipped ones among them."""
        return self.finished_before() + self.optimizer_steps() - self.restored_steps

    def total_updates(self) -> int:
        """Updates of the whole stage; of a length in epochs it is known once the trainer has loaded its weights."""
        length = self.settings.learning_rate.length
        if length.unit == "updates":
            return length.count
        if self.micro_steps_per_epoch is None:
            raise stopped(
                "the length is in epochs, and the trainer has not said how long one is",
                "Start from weights (`--resume`), as the launch files do.",
            )
        return max(1, length.count * self.micro_steps_per_epoch // self.accumulation())

    def left_micro_steps(self) -> int:
        """Micro steps behind the last update of a length in epochs; upstream drops them without a word.

        hydit/train_deepspeed.py:557-700 (commit 368280e, T60).
        """
        length = self.settings.learning_rate.length
        if length.unit == "updates":
            return 0
        return length.count * (self.micro_steps_per_epoch or 0) % self.accumulation()

    def say(self, message: str) -> None:
        """Log one line of ours to the trainer's log, on rank 0 only."""
        if os.environ.get("RANK", "0") != "0":
            return
        if self.logger is not None:
            self.logger.info("ditc: %s", message)
        else:
            print("ditc: " + message, flush=True)
