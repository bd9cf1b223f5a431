"""Loads the overlay as its own `train.py` does, and makes what its functions are given."""

import argparse
import contextlib
import importlib.util
import sys
import types
from pathlib import Path

OVERLAY = Path(__file__).resolve().parents[3] / "templates" / "overlay"


def load_overlay():
    """Import `templates/overlay` as the package `ditc_overlay`, once."""
    if "ditc_overlay" not in sys.modules:
        spec = importlib.util.spec_from_file_location("overlay_train", str(OVERLAY / "train.py"))
        train = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(train)
        train.load_overlay()


load_overlay()

from ditc_overlay.settings import settings_from


def stage_json(**changes):
    """`stage.json` of a small run, with some of its keys replaced."""
    stage = {
        "formatVersion": 1,
        "name": "porcelain",
        "stage": "main",
        "trainer": {
            "commit": "368280ec35119ed2741a30cc5b40aafde34f8a8a",
            "script": "hydit/train_deepspeed.py",
        },
        "world_size": 1,
        "learning_rate": {
            "schedule": "linear",
            "peak": 0.001,
            "warmup_updates": 2,
            "length": {"updates": 6},
        },
        "save": {"every": {"updates": 2}, "keep": 2, "optimizer_state": False},
    }
    stage.update(changes)
    return stage


def deepspeed_json(stage=2, accumulation=1, **changes):
    """`deepspeed.json` of the same run."""
    config = {
        "train_micro_batch_size_per_gpu": 2,
        "gradient_accumulation_steps": accumulation,
        "steps_per_print": 1000000,
        "gradient_clipping": 1.0,
        "zero_allow_untested_optimizer": True,
        "optimizer": {"type": "AdamW", "params": {"lr": 0.001, "torch_adam": True}},
        "zero_optimization": {"stage": stage},
        "fp16": {"enabled": True, "loss_scale": 0, "initial_scale_power": 4, "hysteresis": 1},
    }
    config.update(changes)
    return config


def settings(stage=None, deepspeed=None, checkout="/porcelain/HunyuanDiT"):
    """Settings of the small run."""
    return settings_from(stage or stage_json(), deepspeed or deepspeed_json(), checkout)


def trainer_args(**changes):
    """The trainer's arguments that the overlay reads."""
    args = {
        "batch_size": 2,
        "grad_accu_steps": 1,
        "use_zero_stage": 2,
        "lr": 0.001,
        "warmup_num_steps": 0,
        "global_seed": 1234,
        "ckpt_every_n_epoch": 1,
        "ckpt_every": 1000000000,
        "max_training_steps": 1000000000,
        "training_parts": "all",
    }
    args.update(changes)
    return argparse.Namespace(**args)


class StandInEngine:
    """What the overlay reads of DeepSpeed's engine."""

    def __init__(self):
        self.global_steps = 0
        self.skipped_steps = 0


@contextlib.contextmanager
def modules(**contents):
    """Put stand-in modules where the overlay imports upstream ones: `hydit__modules__ema` is `hydit.modules.ema`."""
    before = dict(sys.modules)
    for key, names in contents.items():
        parts = key.split("__")
        for length in range(1, len(parts)):
            sys.modules.setdefault(".".join(parts[:length]), types.ModuleType(".".join(parts[:length])))
        module = types.ModuleType(".".join(parts))
        module.__dict__.update(names)
        sys.modules[module.__name__] = module
    try:
        yield
    finally:
        for name in set(sys.modules) - set(before):
            if name.split("__")[0].split(".")[0] in {key.split("__")[0] for key in contents}:
                del sys.modules[name]
        sys.modules.update(before)
