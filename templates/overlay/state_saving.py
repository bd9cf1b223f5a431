"""Writes what `resume.py` reads: the engine with its optimizer, each rank's position, and a marker at the end."""

import os
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Dict, Optional

from . import markers
from .checkout import required, upstream_module
from .deepspeed_setup import when_engine_is_made
from .position import Track
from .ranks import rank, share
from .resume import RANK_STATE
from .stopping import saving_or_stopping


class StateSaver:
    """Marks every checkpoint of a resumable run as whole once it is, and writes the state that can be gone on from."""

    def __init__(self, track: Track):
        self.track = track
        self.real_save: Optional[Callable] = None  # the engine's own `save_checkpoint`
        self.write_checkpoint: Optional[Callable[[str], None]] = None  # where the overlay does it, see `writing.py`
        self.adapter_with_state: Optional[Path] = None

    @contextmanager
    def around(self, folder: Path, state: bool):
        """On all ranks: what is written inside is whole afterwards, or deleted by the next start."""
        self.begin(folder)
        yield
        self.write_rank_state(folder, state)
        self.complete(folder, state)

    def begin(self, folder: Path) -> None:
        """Say that the folder is not whole; the engine's barrier keeps the other ranks behind this."""
        if rank() == 0:
            markers.begin(folder)

    def write_rank_state(self, folder: Path, state: bool) -> None:
        """Write this rank's generators and wait for the disk, then for the other ranks."""
        position = self.track.position
        if state:
            torch = upstream_module("torch")
            own = {"random": position.random, "ema_decay_steps": position.ema_decay_steps}
            torch.save(own, str(folder / RANK_STATE.format(rank())))
        markers.flush(folder)
        share(None)

    def complete(self, folder: Path, state: bool) -> None:
        """Mark the folder, on one rank."""
        if rank() == 0:
            markers.complete(folder, self.track.marker(state))

    def write_state(self, folder: Path, client_state: Dict[str, Any]) -> None:
        """Write engine and ranks into a folder, on all ranks, without DeepSpeed's note of the newest checkpoint."""
        self.begin(folder)
        engine = self.track.progress.engine
        with frozen_left_out(engine, self.track.has_frozen_base()) as left_out:
            self.real_save(
                engine,
                str(folder.parent),
                folder.name,
                client_state=client_state,
                save_latest=False,
                exclude_frozen_parameters=left_out,
            )
        self.write_rank_state(folder, True)

    def save_rolling(self) -> None:
        """Replace the checkpoint `resume` by a newer one, which is whole before the older one goes."""
        track = self.track
        folder = track.checkpoints / markers.ROLLING_PART
        with saving_or_stopping(str(folder)):
            self.write_state(folder, track.client_state())
            self.complete(folder, True)
            if rank() == 0:
                markers.promote(track.checkpoints)

    def save_beside_adapter(self, tag: str) -> None:
        """Write the state of a LoRA run where the trainer is about to save the adapter, on rank 0 and without engine."""
        folder = self.track.checkpoints / tag
        with saving_or_stopping(str(folder)):
            self.write_state(folder, {"steps": self.track.micro_steps})
        self.adapter_with_state = folder

    @contextmanager
    def around_adapter(self, folder: Path):
        """On rank 0, around PEFT's saving: whole afterwards, together with the state that may be there already."""
        state = folder == self.adapter_with_state
        if not state:
            markers.begin(folder)
        yield
        markers.flush(folder)
        self.complete(folder, state)

    def after_micro_step(self) -> None:
        """Write what is due, on all ranks, once nothing of this micro step is missing any more."""
        track = self.track
        is_update = track.step()
        tag = track.numbered_tag()
        if tag and self.write_checkpoint:
            self.write_checkpoint(tag)
        elif tag and track.settings.save.optimizer_state and track.is_adapter():
            self.save_beside_adapter(tag)
        if is_update and track.rolling_is_due():
            self.save_rolling()


@contextmanager
def frozen_left_out(engine: Any, leave_out: bool):
    """Save the trained weights only: the frozen base of an adapter comes from its own file.

    DeepSpeed's `exclude_frozen_parameters` compares the names of the engine's module with those of its state, which
    differ by `module.` here (hydit/modules/fp16_layers.py:60-80, commit 368280e), and so leaves everything in.
    """
    if not leave_out:
        yield False
        return
    real = required(engine, "module_state_dict", ())
    inner = getattr(engine.module, "module", engine.module)
    frozen = {name for name, parameter in inner.named_parameters() if not parameter.requires_grad}
    engine.module_state_dict = lambda *args, **kwargs: {
        name: value for name, value in real(*args, **kwargs).items() if name not in frozen
    }
    try:
        yield True
    finally:
        del engine.module_state_dict


def save_after_micro_steps(saver: StateSaver) -> None:
    """Call `after_micro_step` behind the last thing that a micro step changes: the average, or the step without one.

    hydit/train_deepspeed.py:592-603 (commit 368280e): the step, then the average; only then does the trainer save.
    """
    ema_class = upstream_module("hydit.modules.ema").EMA
    real_update = required(ema_class, "update", ("self", "model", "step", "decay"))

    def watch_steps(engine: Any) -> None:
        if saver.track.ema is None:
            after_step(engine, saver)

    def update(self, model, step, decay=None):
        real_update(self, model, step, decay)
        saver.after_micro_step()

    when_engine_is_made(watch_steps)
    ema_class.update = update


def after_step(engine: Any, saver: StateSaver) -> None:
    """Call `after_micro_step` behind each step of the engine."""
    real = required(engine, "step", ("lr_kwargs",))

    def step(lr_kwargs: Optional[dict] = None):
        result = real(lr_kwargs=lr_kwargs)
        saver.after_micro_step()
        return result

    engine.step = step
