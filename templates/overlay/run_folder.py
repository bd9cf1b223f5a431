"""The run's folder: always the one the launch files name, never one with checkpoints of another run."""

from pathlib import Path
from typing import Any, Optional, Tuple

from . import markers
from .checkout import required, upstream_module
from .progress import Progress
from .ranks import share
from .settings import Settings
from .stopping import stopped


def own_run_folder(settings: Settings, progress: Progress) -> None:
    """Use `--results-dir` itself as the run folder, on every rank.

    Upstream numbers folders by parsing the names around it, which reuses folder 001 for ever, crashes on strange names,
    and gives the other ranks an empty path, so that they open `/args.json`
    (hydit/utils/tools.py:135-161, commit 368280e, T1-T3).
    """
    tools = upstream_module("hydit.utils.tools")
    required(tools, "create_exp_folder", ("args", "rank"))

    def create_exp_folder(args: Any, rank: int) -> Tuple[str, str, Any]:
        run = Path(args.results_dir)
        refuse_together(settings, prepare_run_folder(run, settings.save.can_resume) if rank == 0 else None)
        refuse_together(settings, prepare_rank_folder(run, rank))
        progress.run_folder = run
        progress.logger = tools.create_logger(str(run) if rank == 0 else None)
        progress.logger.info("Experiment directory created at {}".format(run))
        return str(own_folder(run, rank)), str(run / "checkpoints"), progress.logger

    tools.create_exp_folder = create_exp_folder


def own_folder(run: Path, rank: int) -> Path:
    """Where a rank leaves what is its own: rank 0 in the run folder, the others below it."""
    return run if rank == 0 else run / "rank{}".format(rank)


def prepare_run_folder(run: Path, can_resume: bool = False) -> Optional[str]:
    """Make the folder ready for a fresh run or to go on with its own; return what forbids it, or None.

    A whole checkpoint is never touched. What an attempt without one left is moved beside the folder, so starting
    again is safe and loses nothing.
    """
    if not run.is_absolute():
        return "`--results-dir` must be an absolute path, not `{}`".format(run)
    checkpoints = run / "checkpoints"
    try:
        if can_resume and goes_on(checkpoints):
            return None
        if markers.folders(checkpoints):
            return "{} holds checkpoints of an earlier run".format(run)
        run.mkdir(parents=True, exist_ok=True)
        move_aside(run)
        checkpoints.mkdir()
    except OSError as cause:
        return "cannot create the run folder: {}".format(cause)
    return None


def goes_on(checkpoints: Path) -> bool:
    """Delete half-written checkpoints; say whether there is a whole one to go on from in a run that has not ended."""
    markers.settle(checkpoints)
    return markers.read(checkpoints / markers.FINAL) is None and bool(markers.newest_to_resume(checkpoints))


def move_aside(run: Path) -> Optional[Path]:
    """Move what an earlier attempt left into a new sibling `<stage>.attempt-NNN`; return it, or None."""
    left = sorted(run.iterdir())
    if not left:
        return None
    number = 1
    while True:
        attempt = run.with_name("{}.attempt-{:03d}".format(run.name, number))
        try:
            attempt.mkdir()
            break
        except FileExistsError:
            number += 1
    for entry in left:
        entry.rename(attempt / entry.name)
    return attempt


def prepare_rank_folder(run: Path, rank: int) -> Optional[str]:
    """Make the rank's own folder; return what forbids it, or None. A run folder that only rank 0 sees is refused (T4)."""
    if not (run / "checkpoints").is_dir():
        return "{} does not exist on this node although rank 0 made it: `runs/` must be on storage all nodes share".format(
            run
        )
    try:
        own_folder(run, rank).mkdir(exist_ok=True)
    except OSError as cause:
        return "cannot create {}: {}".format(own_folder(run, rank), cause)
    return None


def refuse_together(settings: Settings, trouble: Optional[str]) -> None:
    """Stop all ranks with the trouble of any of them, so that none waits for one that is gone; also a barrier."""
    troubles = [each for each in share(trouble) if each]
    if troubles:
        raise stopped(
            troubles[0],
            "A run never writes over another one. Move or rename the folder (stage `{}` of `{}`) to train anew, or start"
            " from its last checkpoint with `model.weights`.".format(settings.stage, settings.name),
        )
