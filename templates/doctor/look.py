"""Tell what this Python can train with: one JSON object a line, so that a crash or a hang loses only what comes after it.

`ditc doctor` runs it (src/doctor/python.ts). It imports packages and changes nothing.
"""

import importlib
import importlib.util
import json
import os
import sys

# What hydit/train_deepspeed.py imports, directly or through its modules (HunyuanDiT 368280e), by module and distribution.
PACKAGES = {
    "torch": "torch",
    "torchvision": "torchvision",
    "deepspeed": "deepspeed",
    "flash_attn": "flash-attn",
    "transformers": "transformers",
    "diffusers": "diffusers",
    "peft": "peft",
    "accelerate": "accelerate",
    "timm": "timm",
    "einops": "einops",
    "loguru": "loguru",
    "pandas": "pandas",
    "pyarrow": "pyarrow",
    "PIL": "pillow",
    "sentencepiece": "sentencepiece",
}

# Libraries print to stdout while they are imported: only what is written here goes there.
OUT = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def tell(fact, **values):
    """Print one fact."""
    OUT.write(json.dumps(dict(values, fact=fact)) + "\n")
    OUT.flush()


def version_of(distribution):
    """Return the version that pip knows, or None."""
    from importlib import metadata

    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def look_at_packages():
    """Tell of each package whether it is there, without importing it."""
    for module, distribution in PACKAGES.items():
        there = importlib.util.find_spec(module) is not None
        tell("package", name=distribution, there=there, version=version_of(distribution) if there else None)


def try_import(module):
    """Import a module that is there and tell why it cannot be imported; a broken build raises anything."""
    if importlib.util.find_spec(module) is None:
        return None
    try:
        imported = importlib.import_module(module)
    except BaseException as error:
        tell("import", name=PACKAGES[module], error="{}: {}".format(type(error).__name__, error))
        return None
    tell("import", name=PACKAGES[module], error=None)
    return imported


def look_at_cuda(torch):
    """Tell what PyTorch was built for and which GPUs it sees."""
    available = torch.cuda.is_available()
    count = torch.cuda.device_count() if available else 0
    compute = [torch.cuda.get_device_capability(device) for device in range(count)]
    tell(
        "cuda",
        built=torch.version.cuda,
        available=available,
        compute=[major + minor / 10 for major, minor in compute],
    )


def main():
    """Tell everything, what is cheap and certain first."""
    tell("python", version="{}.{}.{}".format(*sys.version_info[:3]), executable=sys.executable)
    look_at_packages()
    torch = try_import("torch")
    if torch is not None:
        look_at_cuda(torch)
        try_import("flash_attn")
        try_import("deepspeed")


main()
