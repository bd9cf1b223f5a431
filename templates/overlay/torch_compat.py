"""What the trainer of 2024 needs to run with the libraries of today, and two repairs around it."""

import builtins
import functools
import multiprocessing
import random
import types
from contextlib import contextmanager
from typing import Any

from .checkout import required, upstream_module
from .progress import Progress


def fork_loader_workers() -> None:
    """Start the data loader's workers by fork, so that they run the patched classes.

    Python 3.14 on Linux starts them by a server that would import the unpatched ones.
    """
    multiprocessing.set_start_method("fork", force=True)


def answer_bitsandbytes(script_path: str) -> None:
    """Let the trainer's own `import bitsandbytes` succeed without the package.

    The trainer imports it and never uses it (hydit/train_deepspeed.py:37, commit 368280e, T15). A module left in
    `sys.modules` would make diffusers believe in it, so only the trainer's import is answered.
    """
    real_import = builtins.__import__

    @functools.wraps(real_import)
    def import_(name, globals=None, locals=None, fromlist=(), level=0):
        if name == "bitsandbytes" and globals and globals.get("__file__") == script_path:
            try:
                return real_import(name, globals, locals, fromlist, level)
            except ImportError:
                return types.ModuleType(name)
        return real_import(name, globals, locals, fromlist, level)

    builtins.__import__ = import_


def load_own_checkpoints(progress: Progress) -> None:
    """Let a resume read the trainer's own checkpoints, note where and how it goes on, and do not repeat the noise.

    They hold an argparse.Namespace, which torch >= 2.6 refuses by default (hydit/utils/tools.py:180 and 199, commit
    368280e, T35). The generators were seeded as for step 0 (hydit/train_deepspeed.py:224-228, T180).
    """
    tools = upstream_module("hydit.utils.tools")
    real = required(tools, "model_resume", ("args", "model", "ema", "logger", "len_loader"))

    def model_resume(args, model, ema, logger, len_loader):
        with whole_pickles_allowed():
            result = real(args, model, ema, logger, len_loader)
        train_steps = result[4]
        progress.resumed_micro_steps = train_steps
        progress.micro_steps_per_epoch = len_loader
        if train_steps > 0:
            move_random_streams(train_steps)
        return result

    tools.model_resume = model_resume


@contextmanager
def whole_pickles_allowed():
    """Make `torch.load` read files that hold more than tensors, for the files the experiment names and no others."""
    torch = upstream_module("torch")
    real = required(torch, "load", ("weights_only",))

    def load(*args: Any, **kwargs: Any):
        kwargs.setdefault("weights_only", False)
        return real(*args, **kwargs)

    torch.load = load
    try:
        yield
    finally:
        torch.load = real


def move_random_streams(train_steps: int) -> None:
    """Seed the generators from where they stand and the step, differently on every rank as before."""
    torch = upstream_module("torch")
    numpy = upstream_module("numpy")
    seed = (torch.initial_seed() + 1000003 * train_steps) % 2**32
    random.seed(seed)
    numpy.random.seed(seed)
    torch.manual_seed(seed)


def keep_rope_tables_on_gpu() -> None:
    """Move the rotary tables to the GPU once instead of in every attention call.

    hydit/modules/posemb_layers.py:221 makes them on the CPU and hydit/modules/attn_layers.py:117 (commit 368280e)
    copies them at each use, twice a block (T104). A few MB a resolution; the values are the same.
    """
    torch = upstream_module("torch")
    posemb = upstream_module("hydit.modules.posemb_layers")
    real = required(posemb, "init_image_posemb", ("rope_img", "resolutions", "rope_real"))

    @functools.wraps(real)
    def init_image_posemb(*args, **kwargs):
        tables = real(*args, **kwargs)
        if not torch.cuda.is_available():
            return tables
        device = torch.cuda.current_device()
        return {name: moved(table, device) for name, table in tables.items()}

    posemb.init_image_posemb = init_image_posemb


def moved(table: Any, device: Any) -> Any:
    """Move a table, or a pair of cosines and sines, to a device."""
    if isinstance(table, tuple):
        return tuple(part.to(device) for part in table)
    return table.to(device)
