"""Goes on with a killed run where its last whole checkpoint stands, as if it had never stopped.

Upstream brings back weights in fp16 and nothing else: no moments, no fp32 weights, no loss scale, no random numbers,
no adapter, not the order of the data, and it starts one batch too late (hydit/utils/tools.py:71-91 and 164-221,
hydit/train_deepspeed.py:447-469 and 557-575, commit 368280e, T36-T43, T71).
"""

import itertools
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, Optional, Tuple

from . import markers, randomness
from .checkout import required, upstream_module
from .deepspeed_setup import when_engine_is_made
from .markers import Marker
from .position import Position, Track
from .ranks import rank as own_rank, share
from .stopping import stopped

RANK_STATE = "ditc_rank_{:05d}.pt"


class Resume:
    """From which checkpoint this process goes on; none for a fresh run."""

    def __init__(self, track: Track):
        self.track = track
        self.progress = track.progress
        self.name: Optional[str] = None
        self.marker: Optional[Marker] = None
        self.rank_state: Dict[str, Any] = {}
        self.is_first_epoch = True
        self.batches_to_skip = 0

    @property
    def folder(self) -> Path:
        """The checkpoint's folder."""
        return self.track.checkpoints / self.name


def own_resume(track: Track, take_over: Callable[[Iterable[str]], None]) -> None:
    """Put the restoring into every place where the trainer makes what is restored, in the order of its run.

    `take_over` is told the paths of the whole checkpoints that are there, the oldest first.
    """
    resume = Resume(track)
    choose_checkpoint(resume, take_over)
    go_on_from_its_step(resume)
    restore_engine(resume)
    restore_order_and_random_numbers(resume)
    skip_consumed_batches(resume)


def choose_checkpoint(resume: Resume, take_over: Callable[[Iterable[str]], None]) -> None:
    """Take the newest whole checkpoint of the run folder, and the arguments that it must have been written with."""
    tools, track = upstream_module("hydit.utils.tools"), resume.track
    real = required(tools, "create_exp_folder", ("args", "rank"))

    def create_exp_folder(args, rank):
        result = real(args, rank)
        track.args, track.checkpoints = args, Path(result[1])
        resume.name, resume.marker = share(newest(track.checkpoints) if rank == 0 else None)[0]
        take_over([str(track.checkpoints / name) for name in markers.whole(track.checkpoints)])
        if resume.marker:
            refuse_another_plan(resume)
        return result

    tools.create_exp_folder = create_exp_folder


def newest(checkpoints: Path) -> Tuple[Optional[str], Optional[Marker]]:
    """Name and marker of the checkpoint to go on from, or twice None."""
    name = markers.newest_to_resume(checkpoints)
    return name, markers.read(checkpoints / name) if name else None


def refuse_another_plan(resume: Resume) -> None:
    """Stop when the launch files have changed so that the state does not fit or the run would be another one."""
    changed = resume.track.changed(resume.marker.plan)
    if changed:
        raise stopped(
            "{} was written with another setting: {}".format(
                resume.folder,
                ", ".join("{} {!r}, now {!r}".format(name, *pair) for name, pair in sorted(changed.items())),
            ),
            "Undo the change to go on, or move the run folder away to train anew.",
        )


def go_on_from_its_step(resume: Resume) -> None:
    """Answer the trainer's `model_resume` with the position of the checkpoint, after it has loaded what we replace.

    Upstream's own position is one batch too late (hydit/utils/tools.py:90, commit 368280e, T38), is the epoch that has
    just ended after an epoch's checkpoint (T40), and trains a step beyond the last (hydit/train_deepspeed.py:658, T62).
    """
    tools, track, progress = upstream_module("hydit.utils.tools"), resume.track, resume.progress
    real = required(tools, "model_resume", ("args", "model", "ema", "logger", "len_loader"))

    def model_resume(args, model, ema, logger, len_loader):
        model, ema, epoch, epoch_step, steps = real(args, model, ema, logger, len_loader)
        track.args, track.ema, track.batches_per_epoch = args, ema, len_loader
        if steps > 0:
            raise stopped(
                "the weights bring a position of their own ({} micro steps)".format(steps),
                "Start with `--reset-loader`, as the launch files do.",
            )
        if resume.marker:
            refuse_other_data(resume, len_loader)
            steps = track.micro_steps = track.saved_at = resume.marker.micro_steps
            progress.resumed_micro_steps = steps
            epoch, epoch_step = divmod(steps, len_loader)
            if steps >= args.max_training_steps:
                epoch = args.epochs
            resume.batches_to_skip = epoch_step
        return model, ema, epoch, epoch_step, steps

    tools.model_resume = model_resume


def refuse_other_data(resume: Resume, batches: int) -> None:
    """Stop when an epoch has another length: the place in the data would be another one."""
    before = resume.marker.batches_per_epoch
    if batches != before:
        raise stopped(
            "{} was written with {} batches an epoch, there are {} now".format(
                resume.folder, before, batches
            ),
            "Pack the data as it was to go on, or move the run folder away to train anew.",
        )


def restore_engine(resume: Resume) -> None:
    """Load weights, fp32 weights, moments, loss scale, rate, counts and the average into the engine once it is made."""

    def restore(engine: Any) -> None:
        if not resume.marker:
            return
        try:
            load(resume, engine)
        except Exception as cause:
            raise stopped(
                "cannot go on from {}: {}: {}".format(resume.folder, type(cause).__name__, cause),
                "Delete that checkpoint to go on from the one before, or move the run folder away to train anew.",
            ) from cause

    when_engine_is_made(restore)


def load(resume: Resume, engine: Any) -> None:
    """Bring engine, average, counts and position to the state of the checkpoint; an adapter's frozen base is not in it.

    The position is known from here on: behind its last step a run makes no other and shuffles nothing, and writes
    `final.pt` where it stands.
    """
    track, progress = resume.track, resume.progress
    path, saved = engine.load_checkpoint(
        str(track.checkpoints), tag=resume.name, load_module_strict=not track.has_frozen_base()
    )
    if path is None:
        raise FileNotFoundError("DeepSpeed finds no state in it")
    rank_state = load_rank_state(resume.folder)
    # ZeRO's own groups come with the rate of the saved plan; a length that was changed since has another one.
    engine.lr_scheduler.step(resume.marker.updates)
    track.position = Position(
        resume.marker.micro_steps, rank_state["random"], rank_state["ema_decay_steps"]
    )
    if track.ema is not None:
        track.ema.load_state_dict(saved["ema"])
        track.ema.decay_steps = rank_state["ema_decay_steps"]
    progress.restored()
    track.finished_steps = progress.optimizer_steps()
    resume.rank_state = rank_state
    progress.say("going on from {} after update {}".format(resume.folder, resume.marker.updates))


def load_rank_state(folder: Path) -> dict:
    """What a rank wrote beside the engine's files."""
    torch = upstream_module("torch")
    return torch.load(str(folder / RANK_STATE.format(own_rank())), map_location="cpu", weights_only=False)


def restore_order_and_random_numbers(resume: Resume) -> None:
    """Before the first epoch of this process, shuffle as often as the run did, and put the generators back.

    A shuffle permutes what the one before left (IndexKits/index_kits/indexer.py:281-286 and bucket.py:633-661, commit
    368280e, T42). Nothing between here and the first batch draws a number (see `draw_by_place`).
    """
    stream, track = upstream_module("hydit.data_loader.arrow_load_stream").TextImageArrowStream, resume.track
    real = required(stream, "shuffle", ("self", "seed", "fast"))

    def shuffle(self, seed, fast=False):
        if resume.is_first_epoch:
            resume.is_first_epoch = False
            for earlier in range(self.args.global_seed, seed):
                real(self, earlier, fast=fast)
            if resume.marker:
                randomness.set_random_state(resume.rank_state["random"])
            track.stand()
        return real(self, seed, fast=fast)

    stream.shuffle = shuffle


def skip_consumed_batches(resume: Resume) -> None:
    """With buckets, begin the first epoch behind the batches that were consumed, without loading them.

    The trainer moves the start only without buckets (hydit/train_deepspeed.py:566-572, commit 368280e, T43), by the
    epoch step that it is given here.
    """
    sampler = upstream_module("IndexKits.index_kits.sampler").BlockDistributedSampler
    real = required(sampler, "__iter__", ("self",))

    def iterate(self):
        skipped, resume.batches_to_skip = resume.batches_to_skip, 0
        return itertools.islice(real(self), skipped * self.batch_size, None)

    sampler.__iter__ = iterate
