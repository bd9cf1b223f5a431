"""What a stage starts from in place of a file: random numbers, or weights, average or adapter of the stage before."""

from contextlib import contextmanager
from pathlib import Path
from typing import Any, Dict, Optional

from .checkout import required, upstream_module
from .settings import Settings, Start
from .stopping import stopped


def own_start(settings: Settings) -> None:
    """Let a stage start from the one before; the first one starts from `model.weights` as upstream does.

    Its launch file names the last checkpoint of the stage before as `--resume-module-root`, of which upstream always
    takes the trained weights (hydit/utils/tools.py:180-184, commit 368280e), and upstream never loads an adapter to
    train it on (hydit/train_deepspeed.py:452-461).
    """
    if settings.start is None or settings.start.stage is None:
        return
    start_from_average(settings.start)
    start_from_adapter(settings.start)


def start_from_random_numbers(settings: Settings) -> None:
    """Leave a model without weights as it was made, and its average, which is a copy of that.

    Upstream does so without `--resume` (hydit/train_deepspeed.py:316-318 and 447, commit 368280e). The launch files pass
    it: where the trainer resumes, other patches learn how long an epoch is and bring back a run that was stopped. They
    wrap what is put here, so this comes before them.
    """
    if settings.start is None or settings.start.weights != "random":
        return
    tools = upstream_module("hydit.utils.tools")
    required(tools, "model_resume", ("args", "model", "ema", "logger", "len_loader"))

    def model_resume(args, model, ema, logger, len_loader):
        return model, ema, 0, 0, 0

    tools.model_resume = model_resume


def start_from_average(start: Start) -> None:
    """Give the trainer the average in place of the weights of the checkpoint that it starts from, if it is meant."""
    if start.weights != "ema":
        return
    tools = upstream_module("hydit.utils.tools")
    real = required(tools, "model_resume", ("args", "model", "ema", "logger", "len_loader"))

    def model_resume(args, model, ema, logger, len_loader):
        with average_as_weights():
            return real(args, model, ema, logger, len_loader)

    tools.model_resume = model_resume


@contextmanager
def average_as_weights():
    """Make `torch.load` give the average of a checkpoint for its weights too; both are named alike."""
    torch = upstream_module("torch")
    real = required(torch, "load", ("f",))

    def load(f: Any, *args: Any, **kwargs: Any):
        state = real(f, *args, **kwargs)
        if "ema" not in state:
            raise stopped(
                "{} holds no average to start from".format(f),
                "Switch `ema` on in the stage before, or write `start_from: module`.",
            )
        return {**state, "module": state["ema"]}

    torch.load = load
    try:
        yield
    finally:
        torch.load = real


def start_from_adapter(start: Start) -> None:
    """Put the adapter of the stage before on the model, in place of one that does nothing yet."""
    peft = upstream_module("peft")
    tools = upstream_module("hydit.utils.tools")
    real_folder = required(tools, "create_exp_folder", ("args", "rank"))
    real_model = required(peft, "get_peft_model", ("model", "peft_config"))
    found: Dict[str, Optional[Path]] = {"folder": None}

    def create_exp_folder(args, rank):
        found["folder"] = last_checkpoint(Path(args.results_dir), start.stage)
        return real_folder(args, rank)

    def get_peft_model(model, peft_config, *rest, **options):
        wrapped = real_model(model, peft_config, *rest, **options)
        peft.set_peft_model_state_dict(wrapped, read_adapter(found["folder"]))
        return wrapped

    tools.create_exp_folder = create_exp_folder
    peft.get_peft_model = get_peft_model


def last_checkpoint(run: Path, stage: str) -> Path:
    """Name the folder of the last checkpoint of another stage of the same experiment."""
    return run.parent / stage / "checkpoints" / "final.pt"


def read_adapter(folder: Optional[Path]) -> Dict[str, Any]:
    """Read the weights of an adapter that the trainer has saved."""
    peft = upstream_module("peft")
    try:
        return peft.load_peft_weights(str(folder), device="cpu")
    except (OSError, ValueError) as cause:
        raise stopped(
            "cannot start from the adapter in {}: {}".format(folder, cause),
            "Train the stage before to its end first: `run.sh` does so in order.",
        ) from cause
