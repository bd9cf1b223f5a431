"""Which upstream sources the overlay knows. Anything else is refused: an unpatched run would train something else."""

import hashlib
import importlib
import inspect
import os
from typing import Any, Callable, Dict, Optional, Sequence

from .settings import CONTROLNET, IMAGE_PROMPT, Settings
from .stopping import stopped

KNOWN_COMMIT = "368280ec35119ed2741a30cc5b40aafde34f8a8a"

# sha256, with LF line ends, of every upstream file that a patch of this overlay relies on, at KNOWN_COMMIT.
KNOWN_FILES = {
    "IndexKits/index_kits/bucket.py": "062fe4494f56d7a1ac603d0aa600583ade17caefbc4b2a4d4fb76464f2ff6a33",
    "IndexKits/index_kits/indexer.py": "b9e2c3cd888db79adee08bfef2898b527b29a8c11a719b51fc4d4b54b5c668b4",
    "IndexKits/index_kits/sampler.py": "f7314b961f1a788946d6a6d5971cef4c4cbb9cf6e7dad7be3c251a438f3ea7d2",
    "hydit/config.py": "7cf4c3ef9556a63a0bc4690b994e0a375f824c143ba3b437f2077de3ceb415f6",
    "hydit/data_loader/arrow_load_stream.py": "c2b8c0b8e9a043535b4f2195c222f32ab4731b0fc9f219354e2e1f04bc576ed1",
    "hydit/ds_config.py": "392f7f6709078eb421c0b0075ec7aec887ab5b6660334d8e1bdccaa62f0880ae",
    "hydit/modules/attn_layers.py": "4141962c97fda13f797b8c25d98853801c76d5f202bc2a31cd5d082349032153",
    "hydit/modules/ema.py": "c13b5185f811530c4bdc3557d2d5605dac659e8b734023a30a24a41ff5368f9c",
    "hydit/modules/fp16_layers.py": "8ac713b1d18ad2235ca93d81f76bee380b131d34b659c28b299565ceba36cada",
    "hydit/modules/posemb_layers.py": "ac45a5928c16c61af90e0b220a3e2f5586c1a256b157ae956702e875c7840568",
    "hydit/utils/tools.py": "ac881ba62164e2f3c15e36359ec449057d9e371a97a8687a2be70d77e7a297e5",
}

# A fork declares flags of its own there. No patch changes it, and our flags have their full names.
PARSER = "hydit/config.py"

# The same of each trainer and of what is patched for it alone.
KNOWN_TRAINERS = {
    "hydit/train_deepspeed.py": {
        "hydit/train_deepspeed.py": "0d2ac3e7ae1018e2a38f3b21e9c4de5a2a2fc38c7433ce68f5f6cc07eb31c954",
    },
    CONTROLNET: {
        CONTROLNET: "fc5cb690126589e8b78ea17ea126ef5c7ea2604956ff9a48eb6a7dc0d2ba320f",
        "hydit/annotator/dwpose/__init__.py": "efc47a3ad77106665ab42d9c38a08c14f689bf85560a3efa73e0cfe81479d317",
        "hydit/annotator/dwpose/wholebody.py": "f273fba859d7a7075cb2f6627ed59ee3c9281d6403fe9117dc18e84dea67bdad",
        "hydit/modules/controlnet.py": "563f1908613a06c00a818dfffa51d3b28de33b907227deebd2f3895c934e3772",
    },
    IMAGE_PROMPT: {
        IMAGE_PROMPT: "ce18b6f6eb15c46ed86220624409f4dc9fd4852d514200f19ede3710d77ba621",
        "hydit/utils/img_clip_emb.py": "9952da1cea8627ee31556418391dbb8c26d061014f86c0ff2291721344528c01",
    },
}


def refuse_unknown_checkout(
    settings: Settings,
    known_files: Dict[str, str] = KNOWN_FILES,
    known_trainers: Dict[str, Dict[str, str]] = KNOWN_TRAINERS,
) -> None:
    """Stop unless the checkout's files are those of the known commit; line ends do not count.

    An experiment that names another commit may have another parser.
    """
    if settings.script not in known_trainers:
        raise stopped(
            "this overlay does not know the trainer script `{}`".format(settings.script),
            "It patches {}.".format(", ".join(known_trainers)),
        )
    for name, known in {**known_trainers[settings.script], **known_files}.items():
        if name == PARSER and settings.commit != KNOWN_COMMIT:
            continue
        path = os.path.join(settings.checkout, *name.split("/"))
        found = fingerprint(path)
        if found != known:
            raise stopped(difference(settings, path, found), way_to_known_commit(name))


def difference(settings: Settings, path: str, found: Optional[str]) -> str:
    """Say how a file of the checkout is not the known one."""
    what = "is missing" if found is None else "differs from commit {}".format(KNOWN_COMMIT[:7])
    named = "" if settings.commit == KNOWN_COMMIT else "; the experiment names {}".format(settings.commit)
    return "{} {}{}".format(path, what, named)


def way_to_known_commit(name: str) -> str:
    """Tell how to see the difference and how to end it."""
    return (
        "Patches of ditc rely on this file, so nothing was started. In the checkout, `git diff {} -- {}` shows the"
        " difference. A clean clone at that commit, named as `machine.checkout`, cures it.".format(
            KNOWN_COMMIT[:7], name
        )
    )


def fingerprint(path: str) -> Optional[str]:
    """Return the sha256 of a text file as if it had LF line ends, or None when there is no such file."""
    try:
        with open(path, "rb") as file:
            return hashlib.sha256(file.read().replace(b"\r\n", b"\n")).hexdigest()
    except FileNotFoundError:
        return None


def refuse_modules_from_elsewhere(settings: Settings) -> None:
    """Stop if `hydit` or `IndexKits` would be imported from another place than the checkout (T6)."""
    for name in ("hydit.ds_config", "IndexKits.index_kits.indexer"):
        module = upstream_module(name)
        if not os.path.realpath(module.__file__).startswith(os.path.realpath(settings.checkout) + os.sep):
            # A checkout whose folders are links is still the checkout: compare what the file is, not where it lies.
            relative = name.replace(".", "/") + ".py"
            if fingerprint(module.__file__) != KNOWN_FILES[relative]:
                raise stopped(
                    "`{}` is imported from {}, outside the checkout".format(name, module.__file__),
                    "Start the stage with its `launch.sh`: it puts the checkout first on PYTHONPATH.",
                )


def upstream_module(name: str) -> Any:
    """Import a module that a patch needs; one that cannot be imported stops the run with the reason."""
    try:
        return importlib.import_module(name)
    except ImportError as cause:
        raise stopped(
            "cannot import `{}`: {}".format(name, cause),
            "Install what the trainer needs into the Python of this `deepspeed` command: {}.".format(
                cause.name
            ),
        ) from cause


def required(owner: Any, name: str, parameters: Sequence[str]) -> Callable:
    """Return the callable `owner.name` that is about to be replaced, after checking that it takes `parameters`."""
    found = getattr(owner, name, None)
    where = "{}.{}".format(
        getattr(owner, "__qualname__", getattr(owner, "__name__", type(owner).__name__)), name
    )
    if not callable(found):
        raise stopped("`{}` does not exist here".format(where), UNKNOWN_VERSION)
    takes = inspect.signature(found).parameters
    hidden = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in takes.values())  # behind a decorator
    missing = [] if hidden else [each for each in parameters if each not in takes]
    if missing:
        raise stopped("`{}` does not take {}".format(where, ", ".join(missing)), UNKNOWN_VERSION)
    return found


UNKNOWN_VERSION = "A patch of ditc relies on it, so nothing was started. Use DeepSpeed 0.19 and current PyTorch and PEFT, which this release was tested with."
