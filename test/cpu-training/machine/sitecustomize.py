"""Python reads this file at start when its folder is on PYTHONPATH: makes the process of the overlay a trainer on CPU.

Only the processes that run `overlay/train.py` are changed; the DeepSpeed launcher in front of them is not.
"""

import sys


def runs_overlay():
    """True in a rank of the training, where the script is the overlay's `train.py`."""
    arguments = [each for each in getattr(sys, "orig_argv", [])[1:] if not each.startswith("-")]
    return bool(arguments) and arguments[0].endswith("overlay/train.py")


if runs_overlay():
    import cpu_machine
    import rate_probe
    import stage_probe
    import sudden_end
    import tiny_model

    cpu_machine.pretend_gpu()
    tiny_model.shrink()
    rate_probe.note_rates()
    sudden_end.end_suddenly()
    stage_probe.note_stage()
