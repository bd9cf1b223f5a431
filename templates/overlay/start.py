"""What a stage starts from in place of a file: random numbers, or weights, average or adapter of the stage before."""

from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Dict, Optional

from .checkout import required, upstream_module
from .settings import CONTROLNET, Settings, Start
from .stopping import stopped


def own_start(settings: Settings) -> None:
    """Let a stage start from the one before; the first one starts from `model.weights` as upstream does.

    An IP-Adapter does so by its own flags.

    Its launch file names the last checkpoint of the stage before as `--resume-module-root`, of which upstream always
    takes the trained weights (hydit/utils/tools.py:180-184, commit 368280e), and upstream never loads an adapter to
    train it on (hydit/train_deepspeed.py:452-461).
    """
    if settings.start is None or settings.start.stage is None:
        return
    start_from_average(settings.start)
    start_from_adapter(settings.start)
    if settings.script == CONTROLNET:
        start_from_controlnet(settings.start)


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
    real_model = required(peft, "get_peft_model", ("model", "peft_config"))
    folder = folder_of(start)

    def get_peft_model(model, peft_config, *rest, **options):
        wrapped = real_model(model, peft_config, *rest, **options)
        peft.set_peft_model_state_dict(wrapped, read_adapter(folder()))
        return wrapped

    peft.get_peft_model = get_peft_model


def start_from_controlnet(start: Start) -> None:
    """Load the ControlNet of the stage before over the copy of the DiT's blocks that each one begins as.

    hydit/train_deepspeed_controlnet.py:527-533 (commit 368280e) makes that copy and never loads a ControlNet (T68).
    """
    network = upstream_module("hydit.modules.controlnet").HunYuanControlNet
    real = required(network, "from_dit", ("self", "dit"))
    folder = folder_of(start)

    def from_dit(self, dit):
        real(self, dit)
        self.load_state_dict(read_network(folder()))

    network.from_dit = from_dit


def folder_of(start: Start) -> Callable[[], Optional[Path]]:
    """Return what tells the last checkpoint of the stage before, once the trainer has named its own folder."""
    tools = upstream_module("hydit.utils.tools")
    real = required(tools, "create_exp_folder", ("args", "rank"))
    found: Dict[str, Path] = {}

    def create_exp_folder(args, rank):
        found["folder"] = last_checkpoint(Path(args.results_dir), start.stage)
        return real(args, rank)

    tools.create_exp_folder = create_exp_folder
    return lambda: found.get("folder")


def last_checkpoint(run: Path, stage: str) -> Path:
    """Name the folder of the last checkpoint of another stage of the same experiment."""
    return run.parent / stage / "checkpoints" / "final.pt"


def read_adapter(folder: Optional[Path]) -> Dict[str, Any]:
    """Read the weights of an adapter that the trainer has saved."""
    peft = upstream_module("peft")
    with train_it_first("adapter", folder):
        return peft.load_peft_weights(str(folder), device="cpu")


def read_network(folder: Optional[Path]) -> Dict[str, Any]:
    """Read the weights of a ControlNet, which DeepSpeed has saved with the trainer's arguments beside them."""
    torch = upstream_module("torch")
    with train_it_first("ControlNet", folder):
        saved = torch.load(
            str(folder / "mp_rank_00_model_states.pt"), map_location="cpu", weights_only=False
        )
        return saved["module"]


@contextmanager
def train_it_first(what: str, folder: Optional[Path]):
    """Stop with a way out when what the stage before should have left cannot be read."""
    try:
        yield
    except (OSError, ValueError, KeyError) as cause:
        raise stopped(
            "cannot start from the {} in {}: {}".format(what, folder, cause),
            "Train the stage before to its end first: `run.sh` does so in order.",
        ) from cause
