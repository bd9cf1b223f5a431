"""Which checkpoint folders are whole: `ditc.json` in each says so, written first as false and last as true."""

import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Optional

NAME = "ditc.json"
FINAL = "final.pt"
ROLLING = "resume"
ROLLING_PART = "resume.part"  # the next `resume`, until it is whole


@dataclass(frozen=True)
class Marker:
    """What a whole checkpoint is. `state`: it holds everything that is needed to go on as if never stopped."""

    state: bool
    updates: int
    micro_steps: int
    batches_per_epoch: int
    plan: Dict[str, Any] = field(default_factory=dict)


def begin(folder: Path) -> None:
    """Make the folder and say that it is not whole yet, also of one that was."""
    folder.mkdir(parents=True, exist_ok=True)
    write(folder, {"complete": False})


def complete(folder: Path, marker: Marker) -> None:
    """Say that the folder is whole. Every rank has called `flush` before."""
    write(folder, {"complete": True, **asdict(marker)})


def flush(folder: Path) -> None:
    """Wait until the files of the folder are on the disk."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with open(path, "rb") as file:
                os.fsync(file.fileno())


def write(folder: Path, value: Dict[str, Any]) -> None:
    """Replace the folder's marker by one that is whole at every moment."""
    part = folder / (NAME + ".part")
    with open(part, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, folder / NAME)
    flush_names(folder)


def flush_names(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(folder: Path) -> Optional[Marker]:
    """Return the marker of a whole checkpoint, or None for half of one and for a folder that is not ours."""
    found = content(folder)
    if not found or not found.pop("complete", False):
        return None
    return Marker(**found)


def content(folder: Path) -> Optional[Dict[str, Any]]:
    """Parse the marker file; None where there is none."""
    try:
        return json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None


def discard(folder: Path) -> None:
    """Delete a checkpoint; one that is killed meanwhile leaves half of it, known as such."""
    if content(folder) is not None:
        write(folder, {"complete": False})
    remove(folder)


def remove(folder: Path) -> None:
    """Delete a folder, its marker last: without it, half of a checkpoint would pass for somebody else's."""
    for path in folder.iterdir():
        if path.name == NAME:
            continue
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.rmtree(folder)


def settle(checkpoints: Path) -> List[str]:
    """Delete the half-written checkpoints that a killed run left; return their names.

    A folder without marker was written by somebody else and stays. So that nobody takes a deleted `final.pt` for a
    finished one, DeepSpeed's file `latest` goes with it.
    """
    halves = [folder for folder in folders(checkpoints) if content(folder) and read(folder) is None]
    for folder in halves:
        latest = checkpoints / "latest"
        if latest.is_file() and latest.read_text(encoding="utf-8").strip() == folder.name:
            latest.unlink()
        remove(folder)
    if read(checkpoints / ROLLING_PART):
        promote(checkpoints)
    return [folder.name for folder in halves]


def promote(checkpoints: Path) -> None:
    """Put the new rolling checkpoint, which is whole, at the place of the one before."""
    if (checkpoints / ROLLING).exists():
        discard(checkpoints / ROLLING)
    os.rename(checkpoints / ROLLING_PART, checkpoints / ROLLING)
    flush_names(checkpoints)


def folders(checkpoints: Path) -> List[Path]:
    """All folders among the checkpoints, by name."""
    return sorted(path for path in checkpoints.iterdir() if path.is_dir()) if checkpoints.is_dir() else []


def whole(checkpoints: Path) -> Dict[str, Marker]:
    """The whole checkpoints by name, the oldest first."""
    found = {folder.name: read(folder) for folder in folders(checkpoints)}
    known = {name: marker for name, marker in found.items() if marker is not None}
    return dict(sorted(known.items(), key=lambda each: (each[1].micro_steps, each[0])))


def newest_to_resume(checkpoints: Path) -> Optional[str]:
    """Name of the newest whole checkpoint that holds everything, by update number, or None."""
    names = [name for name, marker in whole(checkpoints).items() if marker.state]
    return names[-1] if names else None
