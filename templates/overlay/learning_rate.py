"""The learning rate as one function of the update number. Nothing is imported here but `math`."""

import math


def learning_rate(update: int, schedule: str, peak: float, warmup_updates: int, total_updates: int) -> float:
    """Return the rate that optimizer update `update` is made with; the first update is number 1.

    Warm-up is linear: update k of `warmup_updates` has peak * k / warmup_updates, so the first step is already
    small and the last one of the warm-up has the peak. `constant` stays there. `linear` and `cosine` begin at the
    peak with the first update after the warm-up and would be 0 with the update after the last one, so that no update
    is spent at rate 0; beyond the end they are 0.

    Upstream's own warm-up is logarithmic and makes its first step at the full rate (hydit/lr_scheduler.py:756-844,
    commit 368280e, T57); DeepSpeed's WarmupCosineLR makes its first step at 0 and skips its peak (0.19.8).
    """
    if update <= warmup_updates:
        return peak * update / warmup_updates
    if schedule == "constant":
        return peak
    decaying = total_updates - warmup_updates
    done = min(1.0, (update - 1 - warmup_updates) / decaying) if decaying > 0 else 1.0
    if schedule == "linear":
        return peak * (1.0 - done)
    if schedule == "cosine":
        return peak * 0.5 * (1.0 + math.cos(math.pi * done))
    raise ValueError("unknown schedule {!r}".format(schedule))
