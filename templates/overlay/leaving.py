"""Leaves a run as whoever looks after it asks: behind an optimizer step, or at once when nobody is there any more."""

import os
import select
import signal
import threading
from typing import Any, Optional

from . import markers
from .checkout import required
from .deepspeed_setup import when_engine_is_made
from .progress import Progress
from .ranks import rank, share
from .state_saving import StateSaver

# Beside the folders of the stages; `ditc run` writes it at the first Ctrl-C, anybody may.
REQUEST = "stop"
# Set by `ditc run`, which reads our output and dies last.
SUPERVISED = "DITC_SUPERVISED"
INTERRUPTED = 128 + signal.SIGINT  # the status of a shell's command that Ctrl-C has ended


def end_with_supervisor() -> None:
    """End this process and its loaders once nobody reads our output any more.

    A `ditc run` that is killed can end nothing itself, and a trainer that nobody knows of would train into the folder
    of the run that follows.
    """
    if os.environ.get(SUPERVISED) == "1":
        threading.Thread(target=wait_for_hangup, args=(2,), daemon=True).start()


def wait_for_hangup(descriptor: int) -> None:
    """Sleep until the other end of a pipe is closed, then end the process group."""
    poll = select.poll()
    poll.register(descriptor, 0)  # an error, which is what a closed reader is to a writer, is told unasked
    poll.poll()
    os.killpg(os.getpgrp(), signal.SIGKILL)


def leave_when_asked(progress: Progress, saver: Optional[StateSaver]) -> None:
    """Look for the request when the first batch after an optimizer step goes through the model.

    Everything that the step before brings with it is written by then, a checkpoint among it.
    """
    when_engine_is_made(lambda engine: look_before_forward(engine, progress, saver))


def look_before_forward(engine: Any, progress: Progress, saver: Optional[StateSaver]) -> None:
    """Wrap the engine's forward pass; all ranks hear of the request at the same step."""
    real = required(engine, "forward", ())
    seen = None

    def forward(*inputs, **kwargs):
        nonlocal seen
        if progress.optimizer_steps() != seen:
            seen = progress.optimizer_steps()
            if share(rank() == 0 and take_request(progress))[0]:
                leave(progress, saver)
        return real(*inputs, **kwargs)

    engine.forward = forward


def take_request(progress: Progress) -> bool:
    """Whether we are asked to leave; a request is good for one run."""
    try:
        os.remove(progress.run_folder.parent / REQUEST)
    except FileNotFoundError:
        return False
    return True


def leave(progress: Progress, saver: Optional[StateSaver]) -> None:
    """Write down where we are, if the run keeps its state, and end on all ranks with the status of a Ctrl-C."""
    if saver and share(rank() == 0 and is_ahead(saver))[0]:
        saver.save_rolling()
    kept = "going on from there" if saver else "with nothing to go on from"
    progress.say("left after update {}, {}".format(progress.updates_done(), kept))
    share(None)  # the first rank that ends makes the launcher end the others, and rank 0 marks the state alone
    raise SystemExit(INTERRUPTED)


def is_ahead(saver: StateSaver) -> bool:
    """Whether an update was made since the newest checkpoint that can be gone on from."""
    track = saver.track
    name = markers.newest_to_resume(track.checkpoints)
    saved = markers.read(track.checkpoints / name).micro_steps if name else 0
    return track.position.micro_steps > saved
