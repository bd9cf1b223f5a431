"""Checkpoints of the trainers whose own saving is of no use: that of the ControlNet and that of the IP-Adapter.

The ControlNet's writes none at the end, swallows every failure and deletes what a resume needs
(hydit/train_deepspeed_controlnet.py:92-147 and 705-732, commit 368280e, T68). The IP-Adapter's writes its file once for
each tensor and without a step (hydit/train_deepspeed_ipadapter.py:78-116, T133, T134). The launch files let neither save
while training; here it is done after the micro step that a checkpoint is due at, and before the process group ends.
"""

import os
from pathlib import Path
from typing import Any, Dict

from . import markers
from .checkout import required, upstream_module
from .image_prompt import is_adapter_name
from .position import Track
from .ranks import rank, share
from .retention import Retention
from .settings import CONTROLNET
from .state_saving import StateSaver
from .stopping import saving_or_stopping

# Upstream's own name for an adapter's file (ipadapter/train_ipadapter.sh, commit 368280e).
ADAPTER = "ipa.pt"


def write_checkpoints(saver: StateSaver, retention: Retention) -> None:
    """Write what is due after each micro step, and `final.pt` at the end."""
    if saver.track.settings.script == CONTROLNET:
        saver.write_checkpoint = lambda tag: write_whole_network(saver.track, tag)
    else:
        saver.write_checkpoint = lambda tag: write_adapter(saver, retention, tag)
        leave_out_the_trainers_own(saver.track)
    write_at_the_end(saver)


def write_whole_network(track: Track, tag: str) -> None:
    """Write the ControlNet as DeepSpeed does, which is what upstream's sampling reads; the engine's saving is ours."""
    track.progress.engine.save_checkpoint(str(track.checkpoints), tag=tag, client_state=track.client_state())


def write_adapter(saver: StateSaver, retention: Retention, tag: str) -> None:
    """Write the adapter's tensors as one file, which `--resume-ipa-root` takes, with the step in the folder's marker."""
    track = saver.track
    folder = track.checkpoints / tag
    state = track.settings.save.optimizer_state and tag != markers.FINAL
    with saving_or_stopping(str(folder)):
        if state:
            saver.write_state(folder, {"steps": track.micro_steps})
        else:
            saver.begin(folder)
        if rank() == 0:
            save_whole(adapter_of(track.progress.engine), folder / ADAPTER)
            markers.flush(folder)
            saver.complete(folder, state)
            retention.completed(str(folder))
        share(None)
    track.progress.report_skipped()


def adapter_of(engine: Any) -> Dict[str, Any]:
    """The tensors of the adapter by the names that upstream gives them, each of its own size and on the CPU."""
    state = engine.module.state_dict()
    return {name: value.to("cpu", copy=True) for name, value in state.items() if is_adapter_name(name)}


def save_whole(tensors: Dict[str, Any], path: Path) -> None:
    """Write a file that is either not there or whole."""
    part = path.with_name(path.name + ".part")
    upstream_module("torch").save(tensors, str(part))
    os.replace(part, path)


def leave_out_the_trainers_own(track: Track) -> None:
    """Let the IP-Adapter's trainer save nothing: after its last epoch it does so unasked, once for each of 164 tensors."""
    torch = upstream_module("torch")
    real = required(torch, "save", ("obj", "f"))

    def save(obj, f, *args, **kwargs):
        if isinstance(f, str) and Path(f).parent == track.checkpoints:
            return None
        return real(obj, f, *args, **kwargs)

    torch.save = save


def write_at_the_end(saver: StateSaver) -> None:
    """Write `final.pt` before the trainer leaves the process group; a run without a step has nothing to keep (T91)."""
    distributed = upstream_module("torch.distributed")
    real = required(distributed, "destroy_process_group", ())

    def destroy_process_group(*args, **kwargs):
        if saver.track.progress.applied_steps() > 0:
            saver.write_checkpoint(markers.FINAL)
        return real(*args, **kwargs)

    distributed.destroy_process_group = destroy_process_group
