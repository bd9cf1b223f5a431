"""Checkpoints: with the optimizer's state only if asked for, no more than asked for, and never silently failed."""

import os
from contextlib import contextmanager, nullcontext
from glob import escape, glob
from pathlib import Path
from typing import Any, Optional

from .checkout import required, upstream_module
from .position import Track
from .progress import Progress
from .ranks import rank
from .resume import own_resume
from .retention import Retention
from .settings import Settings
from .state_saving import StateSaver, save_after_micro_steps
from .stopping import saving_or_stopping
from .writing import write_checkpoints


def own_saving(settings: Settings, progress: Progress) -> Optional[StateSaver]:
    """Put our rules around the ways in which a checkpoint is written: the engine, PEFT's adapter for LoRA, and our own.

    A run that can be gone on with, or whose checkpoints we write, marks each once it is whole, and writes the rest of its
    state. Call it after the other patches: what is restored goes through them. Returns what writes that state, if it is
    kept.
    """
    retention, saver = Retention(settings.save.keep), None
    if settings.save.can_resume or settings.writes_checkpoints:
        track = Track(settings, progress)
        saver = StateSaver(track)
        own_resume(track, retention.take_over)
        save_after_micro_steps(saver)
    wrap_engine_saving(settings, progress, retention, saver)
    wrap_adapter_saving(progress, retention, saver)
    if settings.writes_checkpoints:
        write_checkpoints(saver, retention)
    return saver if settings.save.can_resume else None


def wrap_engine_saving(
    settings: Settings, progress: Progress, retention: Retention, saver: Optional[StateSaver] = None
) -> None:
    """Make `engine.save_checkpoint` leave out optimizer states, count skipped steps, keep few, and fail loudly.

    The trainer means to delete the states and looks for them in a folder that does not exist: `dst_paths` holds pairs
    (hydit/train_deepspeed.py:105-132, commit 368280e, T37). It also swallows an exception while saving, after which
    that rank never reaches the barrier the others wait in (hydit/train_deepspeed.py:92, T67).
    """
    engine_class = upstream_module("deepspeed.runtime.engine").DeepSpeedEngine
    real = required(engine_class, "save_checkpoint", ("self", "save_dir", "tag", "client_state"))

    def save_checkpoint(self, save_dir, tag=None, *args, **kwargs):
        drop = not settings.save.optimizer_state and self.zero_optimization_stage() < 3
        folder = os.path.join(save_dir, str(tag))
        marked = saver.around(Path(folder), settings.save.optimizer_state) if saver else nullcontext()
        with saving_or_stopping(folder):
            with marked:
                with without_optimizer_state(self, drop):
                    result = real(self, save_dir, tag, *args, **kwargs)
                if drop:
                    delete_optimizer_states(folder)
            if rank() == 0:
                retention.completed(folder)
        progress.report_skipped()
        return result

    engine_class.save_checkpoint = save_checkpoint
    if saver:
        saver.real_save = real


def wrap_adapter_saving(progress: Progress, retention: Retention, saver: Optional[StateSaver] = None) -> None:
    """Give LoRA adapters the same rules: the trainer saves them with PEFT, on rank 0 only."""
    adapter_class = upstream_module("peft").PeftModel
    real = required(adapter_class, "save_pretrained", ("self", "save_directory"))

    def save_pretrained(self, save_directory, *args, **kwargs):
        with saving_or_stopping(save_directory):
            with saver.around_adapter(Path(save_directory)) if saver else nullcontext():
                result = real(self, save_directory, *args, **kwargs)
            retention.completed(save_directory)
        progress.report_skipped()
        return result

    adapter_class.save_pretrained = save_pretrained


@contextmanager
def without_optimizer_state(engine: Any, drop: bool):
    """Keep the optimizer's state out of `mp_rank_00_model_states.pt`, where stage 0 puts it.

    DeepSpeed 0.19.8 runtime/engine.py `_common_checkpoint_state`: without ZeRO the states are part of that file.
    """
    if not drop or engine.zero_optimization_stage() > 0:
        yield
        return
    engine.optimizer.state_dict = lambda *args, **kwargs: None
    try:
        yield
    finally:
        del engine.optimizer.state_dict


def delete_optimizer_states(folder: str) -> None:
    """Delete the `*_optim_states.pt` of all ranks; stage 3 must not come here, its weights are in them.

    The engine returns from saving after a barrier, so all of them are written; several ranks may delete the same file.
    """
    for path in glob(os.path.join(escape(folder), "*_optim_states.pt")):
        try:
            os.remove(path)
        except FileNotFoundError:
            pass


def save_epochs_by_number(settings: Settings) -> None:
    """With `save.every` in epochs, save after every n-th epoch: after epochs n, 2n, ... counted from 1.

    Upstream tests `epoch % n == 0` with epochs counted from 0 and so saves after epochs 1, n + 1, ...
    (hydit/train_deepspeed.py:667, commit 368280e, T65). It shuffles with seed plus epoch when an epoch begins
    (hydit/train_deepspeed.py:560-564), which is where the flag is set to 1 or 0 for the epoch.
    """
    every = settings.save.every
    if every.unit != "epochs" or settings.writes_checkpoints:
        return
    stream = upstream_module("hydit.data_loader.arrow_load_stream").TextImageArrowStream
    real = required(stream, "shuffle", ("self", "seed", "fast"))

    def shuffle(self, seed, fast=False):
        finished = seed - self.args.global_seed + 1
        self.args.ckpt_every_n_epoch = 1 if finished % every.count == 0 else 0
        return real(self, seed, fast=fast)

    stream.shuffle = shuffle
