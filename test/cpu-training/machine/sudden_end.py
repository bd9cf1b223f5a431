"""Ends a rank as a machine that loses its power does: no handler runs, no file is closed."""

import os
import signal

from torch.optim.optimizer import register_optimizer_step_pre_hook

import rate_probe


def end_suddenly():
    """Kill this process when it is about to make optimizer step `$DITC_END_AT` (counted from 1), if that is set."""
    left = int(os.environ.get("DITC_END_AT", "0"))
    if left < 1:
        return

    def count(optimizer, args, kwargs):
        nonlocal left
        if rate_probe.is_real(optimizer):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    register_optimizer_step_pre_hook(count)
