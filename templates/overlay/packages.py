"""What attention needs of the trainer's own Python, looked at before a model is loaded."""

import argparse
import importlib
from typing import Any, Optional, Sequence

from .checkout import upstream_module
from .stopping import stopped

# What hydit/modules/attn_layers.py takes from flash-attn (commit 368280e), and the major version it is written for.
FLASH_NAMES = ("FlashSelfAttention", "FlashCrossAttention")
FLASH_MAJOR = "2"
USE_TORCH = "or set `machine.memory.attention: torch` and write the launch files again with `ditc build`."


def refuse_missing_attention(arguments: Sequence[str]) -> None:
    """Stop unless this Python has what the attention of the trainer's flags needs."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--infer-mode", default="fa")
    attention = parser.parse_known_args(list(arguments))[0].infer_mode
    if attention == "fa":
        refuse_without_flash()
    elif attention == "torch":
        refuse_old_torch(upstream_module("torch").__version__)


def refuse_without_flash() -> None:
    """Stop unless the trainer's import of flash-attn succeeded, and of the version that it is written for.

    A failed import is only printed and ends in a NameError once the model is built; another major version takes
    another branch, whose names are gone (hydit/modules/attn_layers.py:6-16, commit 368280e, T21, T145).
    """
    layers = upstream_module("hydit.modules.attn_layers")
    has_names = all(hasattr(layers, name) for name in FLASH_NAMES)
    trouble = flash_trouble(has_names)
    if trouble:
        raise stopped(
            trouble,
            "The experiment asks for flash attention. Install flash-attn 2 (`pip install 'flash-attn>=2,<3' --no-build-isolation`)"
            " into the Python of this `deepspeed` command, {}".format(USE_TORCH),
        )


def flash_trouble(has_names: bool) -> Optional[str]:
    """Say what is wrong with flash-attn in this Python, or None."""
    try:
        package: Any = importlib.import_module("flash_attn")
    except Exception as cause:  # a build for another torch fails with more than ImportError
        return None if has_names else "flash_attn cannot be imported: {}".format(cause)
    version = str(getattr(package, "__version__", "unknown"))
    if version.split(".")[0] != FLASH_MAJOR:
        return "flash_attn is version {}, the trainer is written for {}".format(version, FLASH_MAJOR)
    return None if has_names else "flash_attn {} lacks what the trainer imports from it".format(version)


def refuse_old_torch(version: str) -> None:
    """Stop with PyTorch 1, for which the trainer keeps whole attention matrices, 1.7 GB a block at 1024 pixels.

    hydit/modules/attn_layers.py:526-536 (commit 368280e, T24).
    """
    if version.split(".")[0] == "1":
        raise stopped(
            "PyTorch is version {}, in which attention keeps whole matrices".format(version),
            "Every block would take gigabytes that the plan does not count. Install PyTorch 2 or newer into the Python of"
            " this `deepspeed` command.",
        )
