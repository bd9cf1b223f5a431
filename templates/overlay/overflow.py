"""Overflow that no loss scale cures ends the run with the reason."""

from typing import Any, Optional

from .checkout import required
from .deepspeed_setup import when_engine_is_made
from .progress import Progress
from .settings import Settings
from .stopping import stopped

# DeepSpeed 0.19.8, runtime/fp16/loss_scaler.py, `DynamicLossScaler.update_scale`.
NO_SMALLER_SCALE = "loss scale already at minimum"


def stop_at_smallest_loss_scale(settings: Settings, progress: Progress) -> None:
    """Watch the engine's updates once it is made (T77).

    With ZeRO, DeepSpeed raises one sentence about its scale. Without, it goes on skipping every update to the end
    (DeepSpeed 0.19.8 runtime/fp16/unfused_optimizer.py, `_update_scale`).
    """
    when_engine_is_made(lambda engine: watch_updates(engine, settings, progress))


def watch_updates(engine: Any, settings: Settings, progress: Progress) -> None:
    """Stop at an update that overflows although its loss scale was already the smallest."""
    least = settings.deepspeed["fp16"].get("min_loss_scale", 1)
    real = required(engine, "step", ("lr_kwargs",))

    def step(lr_kwargs: Optional[dict] = None):
        update = progress.updates_done() + 1
        scale, skipped_before = engine.optimizer.loss_scale, engine.skipped_steps
        try:
            result = real(lr_kwargs=lr_kwargs)
        except Exception as cause:
            if NO_SMALLER_SCALE in str(cause):
                raise lasting_overflow(update, least) from cause
            raise
        if engine.skipped_steps > skipped_before and scale <= least:
            raise lasting_overflow(update, least)
        return result

    engine.step = step


def lasting_overflow(update: int, least: float) -> SystemExit:
    """Say what it means: it is not the scale, the values themselves are too large or no numbers."""
    return stopped(
        "the gradients of update {} overflow fp16 at the smallest loss scale, {}".format(update, least),
        "No update can be applied any more: the loss is no number, or the weights have run away. Go on from an earlier"
        " checkpoint with a lower `optimizer.lr` or a longer `optimizer.warmup`;"
        " `ditc show batches --step {}` tells the images of this update.".format(update),
    )
