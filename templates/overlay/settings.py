"""What one stage of an experiment asks of the overlay: `stage.json` and `deepspeed.json`, read and checked."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Optional

from .stopping import stopped

FORMAT_VERSION = 1
SCHEDULES = ("constant", "linear", "cosine")
CONTROLS = ("canny", "depth", "pose")
# The trainers that are not upstream's first one, relative to the checkout.
CONTROLNET = "hydit/train_deepspeed_controlnet.py"
IMAGE_PROMPT = "hydit/train_deepspeed_ipadapter.py"
REBUILD = "Write the launch files again with `ditc build` and start them as they are."


@dataclass(frozen=True)
class Span:
    """A number of optimizer steps (`updates`) or of `epochs`."""

    unit: str
    count: int


@dataclass(frozen=True)
class LearningRate:
    """One function of the update number; `peak` is the experiment's rate for its real batch."""

    schedule: str
    peak: float
    warmup_updates: int
    length: Span


@dataclass(frozen=True)
class Save:
    """How often, how many of the numbered checkpoints to keep (None: all), with or without the optimizer's state.

    `resume_every` is how often the one rolling checkpoint is replaced (None: there is none).
    """

    every: Span
    keep: Optional[int]
    optimizer_state: bool
    resume_every: Optional[Span]

    @property
    def can_resume(self) -> bool:
        """Whether some checkpoint holds everything that is needed to go on as if never stopped."""
        return self.optimizer_state or self.resume_every is not None


@dataclass(frozen=True)
class Start:
    """The stage before, and which of its weights: those trained (`module`) or their average (`ema`).

    There is none for a model that starts from random numbers (`random`).
    """

    stage: Optional[str]
    weights: str


@dataclass(frozen=True)
class Settings:
    """Everything the overlay knows about the stage it runs. Paths are absolute."""

    name: str
    stage: str
    checkout: str
    commit: str
    script: str
    world_size: int
    learning_rate: LearningRate
    save: Save
    start: Optional[Start]
    control: Optional[str]  # what a ControlNet follows; None for all other methods
    deepspeed: Dict[str, Any]

    @property
    def script_path(self) -> str:
        """Absolute path of the trainer's script."""
        return os.path.join(self.checkout, self.script)

    @property
    def writes_checkpoints(self) -> bool:
        """Whether the overlay writes the checkpoints itself (see `writing.py`)."""
        return self.script in (CONTROLNET, IMAGE_PROMPT)


def read_settings(stage_folder: Optional[str], checkout: str) -> Settings:
    """Read the two JSON files of `stage_folder`; a missing, unknown or impossible value stops the run."""
    if not stage_folder:
        raise stopped(
            "the environment variable `DITC_STAGE` is not set", "Start the stage with its `launch.sh`."
        )
    stage_file = Path(stage_folder) / "stage.json"
    stage = read_versioned(stage_file, FORMAT_VERSION)
    try:
        return settings_from(stage, read_json(Path(stage_folder) / "deepspeed.json"), checkout)
    except (KeyError, TypeError, ValueError) as cause:
        raise stopped("{} cannot be used: {!r}".format(stage_file, cause), REBUILD) from cause


def settings_from(stage: Dict[str, Any], deepspeed: Dict[str, Any], checkout: str) -> Settings:
    """Turn the parsed files into Settings; KeyError, TypeError or ValueError where they are not what we write."""
    rate, save = stage["learning_rate"], stage["save"]
    rolling = save.get("resume_every")
    return Settings(
        name=typed(stage["name"], str, "name"),
        stage=typed(stage["stage"], str, "stage"),
        checkout=os.path.realpath(checkout),
        commit=typed(stage["trainer"]["commit"], str, "trainer.commit"),
        script=typed(stage["trainer"]["script"], str, "trainer.script"),
        world_size=at_least(1, stage["world_size"], "world_size"),
        learning_rate=LearningRate(
            schedule=one_of(SCHEDULES, rate["schedule"], "learning_rate.schedule"),
            peak=float(rate["peak"]),
            warmup_updates=at_least(0, rate["warmup_updates"], "learning_rate.warmup_updates"),
            length=span(rate["length"], "learning_rate.length"),
        ),
        save=Save(
            every=span(save["every"], "save.every"),
            keep=None if save["keep"] is None else at_least(1, save["keep"], "save.keep"),
            optimizer_state=typed(save["optimizer_state"], bool, "save.optimizer_state"),
            resume_every=None if rolling is None else span(rolling, "save.resume_every"),
        ),
        start=start_of(stage.get("start")),
        control=control_of(stage),
        deepspeed=deepspeed,
    )


def start_of(value: Any) -> Optional[Start]:
    """Read `{"stage": …, "weights": …}`, `{"weights": "random"}`, or nothing."""
    if value is None:
        return None
    if value == {"weights": "random"}:
        return Start(None, "random")
    return Start(typed(value["stage"], str, "start.stage"), one_of(("module", "ema"), value["weights"], "start.weights"))


def control_of(stage: Dict[str, Any]) -> Optional[str]:
    """Read what a ControlNet follows; the other trainers have no such key."""
    if stage["trainer"]["script"] != CONTROLNET:
        return None
    return one_of(CONTROLS, stage["control"], "control")


def span(value: Any, key: str) -> Span:
    """Read `{"updates": n}` or `{"epochs": n}`."""
    ((unit, count),) = typed(value, dict, key).items()
    return Span(one_of(("updates", "epochs"), unit, key), at_least(1, count, key))


def read_json(path: Path) -> Dict[str, Any]:
    """Parse a JSON object; a missing or broken file stops the run."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as cause:
        raise stopped("cannot read {}: {}".format(path, cause), REBUILD) from cause
    if not isinstance(value, dict):
        raise stopped("{} does not hold a JSON object".format(path), REBUILD)
    return value


def read_versioned(path: Path, version: int) -> Dict[str, Any]:
    """Parse a JSON object of a format that this overlay knows."""
    value = read_json(path)
    found = value.get("formatVersion")
    if found != version:
        raise stopped(
            "{} has format version {!r}, this overlay reads {}".format(path, found, version), REBUILD
        )
    return value


def typed(value: Any, kind: type, key: str) -> Any:
    """Return `value` if it is exactly of `kind`."""
    if type(value) is not kind:
        raise TypeError("`{}` must be a {}, not {!r}".format(key, kind.__name__, value))
    return value


def at_least(least: int, value: Any, key: str) -> int:
    """Return `value` if it is an integer not below `least`."""
    if typed(value, int, key) < least:
        raise ValueError("`{}` must be at least {}, not {}".format(key, least, value))
    return value


def one_of(known: tuple, value: Any, key: str) -> str:
    """Return `value` if it is one of `known`."""
    if value not in known:
        raise ValueError("`{}` must be one of {}, not {!r}".format(key, ", ".join(known), value))
    return value
