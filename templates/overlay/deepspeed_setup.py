"""DeepSpeed, driven by our JSON and our learning rate."""

from typing import Any, Callable, List, Optional

from .checkout import required, upstream_module
from .learning_rate import learning_rate
from .progress import Progress
from .settings import REBUILD, LearningRate, Settings
from .stopping import stopped


def use_our_json(settings: Settings) -> None:
    """Answer the trainer with `deepspeed.json` instead of its own generator.

    hydit/ds_config.py:5 (commit 368280e) knows stage 2 and a broken stage 3 only and writes `min_loss_scale: 1e-3`,
    which current DeepSpeed refuses (T17, T26); `--deepspeed_config` makes `deepspeed.initialize` assert (T19). The
    trainer takes the function by name when it is imported, so it is replaced before.
    """
    module = upstream_module("hydit.ds_config")
    required(module, "deepspeed_config_from_args", ("args", "global_batch_size"))

    def our_config(args, global_batch_size):
        refuse_contradiction(settings, args, global_batch_size)
        return dict(settings.deepspeed)

    module.deepspeed_config_from_args = our_config


def refuse_contradiction(settings: Settings, args: Any, global_batch_size: int) -> None:
    """Stop if the flags and the JSON say different things about one quantity (T76)."""
    config = settings.deepspeed
    pairs = [
        ("micro batch", args.batch_size, config.get("train_micro_batch_size_per_gpu")),
        ("accumulation", args.grad_accu_steps, config.get("gradient_accumulation_steps")),
        ("global batch", global_batch_size, config.get("train_batch_size", global_batch_size)),
        ("ZeRO stage", args.use_zero_stage, config.get("zero_optimization", {}).get("stage", 0)),
        ("learning rate", args.lr, settings.learning_rate.peak),
        ("steps of the trainer's own warm-up", args.warmup_num_steps, 0),
    ]
    for what, flag, json_value in pairs:
        if flag != json_value:
            raise stopped("the flags say {} {}, the JSON says {}".format(what, flag, json_value), REBUILD)


def join_process_group(settings: Settings) -> None:
    """Check the world size as soon as it is known, and tell `deepspeed.comm` about the process group.

    The trainer initialises torch.distributed only (hydit/train_deepspeed.py:216, commit 368280e). `zero.Init` then
    parses the JSON for one process and refuses a `train_batch_size` for several (DeepSpeed 0.19.8
    runtime/config.py `_batch_assertion`, T27).
    """
    distributed = upstream_module("torch.distributed")
    real = required(distributed, "init_process_group", ("backend",))

    def init_process_group(backend=None, *args, **kwargs):
        distributed.init_process_group = real
        real(backend, *args, **kwargs)
        refuse_other_world_size(settings, distributed.get_world_size())
        upstream_module("deepspeed").init_distributed(
            dist_backend=distributed.get_backend(), auto_mpi_discovery=False, verbose=False
        )

    distributed.init_process_group = init_process_group


def refuse_other_world_size(settings: Settings, world_size: int) -> None:
    """Stop unless as many processes run as the batch was computed for."""
    if world_size != settings.world_size:
        raise stopped(
            "{} processes run, the launch files were written for {}".format(world_size, settings.world_size),
            "The batch of the experiment would be another one. Set `gpus_per_node` and `nodes` of the machine to what is"
            " there and write the launch files again.",
        )


class RateByUpdate:
    """The learning-rate object of the engine: sets `learning_rate(update)` for the update that comes next."""

    def __init__(self, optimizer: Any, rate: LearningRate, total_updates: int, finished_updates: int):
        self.optimizer = optimizer
        self.rate = rate
        self.total_updates = total_updates
        self.step(finished_updates)

    def step(self, last_batch_iteration: int) -> None:
        """Make ready for the update after number `last_batch_iteration`, the keyword the trainer passes."""
        rate = self.rate
        self.finished_updates = last_batch_iteration
        self.value = learning_rate(
            last_batch_iteration + 1, rate.schedule, rate.peak, rate.warmup_updates, self.total_updates
        )
        for group in self.optimizer.param_groups:
            group["lr"] = self.value

    def get_lr(self) -> List[float]:
        """Rate of the next update for each parameter group."""
        return [self.value for _ in self.optimizer.param_groups]

    get_last_lr = get_lr

    def state_dict(self) -> dict:
        """The position is all there is to save."""
        return {"finished_updates": self.finished_updates}

    def load_state_dict(self, state: dict) -> None:
        """Go on from a saved position."""
        self.step(state["finished_updates"])


def when_engine_is_made(use: Callable[[Any], None]) -> None:
    """Hand every engine that `deepspeed.initialize` makes to `use`, behind what was asked for before."""
    deepspeed = upstream_module("deepspeed")
    real = required(deepspeed, "initialize", ("model", "optimizer", "lr_scheduler"))

    def initialize(*args, **kwargs):
        result = real(*args, **kwargs)
        use(result[0])
        return result

    deepspeed.initialize = initialize


def own_learning_rate(settings: Settings, progress: Progress) -> None:
    """Give `deepspeed.initialize` our learning rate and keep hold of the engine.

    The engine applies a scheduler only after an update that did not overflow (DeepSpeed 0.19.8 runtime/engine.py
    `_take_model_step`), so a scheduler that sets nothing at construction leaves the first step at the full rate (T57).
    Ours is set at construction, from the trainer's own count after a resume. A skipped step uses up its update
    number, as it does in the trainer's count, so the rate stays the same function whatever overflowed.
    """
    deepspeed = upstream_module("deepspeed")
    real = required(deepspeed, "initialize", ("model", "optimizer", "lr_scheduler"))

    def initialize(*args, **kwargs):
        kwargs["lr_scheduler"] = lambda optimizer: RateByUpdate(
            optimizer, settings.learning_rate, progress.total_updates(), progress.finished_before()
        )
        result = real(*args, **kwargs)
        progress.engine = result[0]
        forget_empty_step(settings, progress.engine)
        advance_when_skipped(progress.engine)
        return result

    deepspeed.initialize = initialize


def forget_empty_step(settings: Settings, engine: Any) -> None:
    """Let Adam begin at its first step without ZeRO, as it does with it.

    To allocate its moments early, DeepSpeed 0.19.8 takes a step on zero gradients (runtime/fp16/unfused_optimizer.py
    and fused_optimizer.py, `initialize_optimizer_states`), and Adam counts it: its bias correction is one step ahead, the
    first update about a quarter too small, and weight decay was applied once. The moments are empty either way.
    """
    if settings.deepspeed.get("zero_optimization", {}).get("stage", 0) == 0:
        engine.basic_optimizer.state.clear()


def advance_when_skipped(engine: Any) -> None:
    """Make the learning rate follow the trainer's count when the engine skips an update."""
    real: Callable = required(engine, "step", ("lr_kwargs",))

    def step(lr_kwargs: Optional[dict] = None):
        skipped_before = engine.skipped_steps
        result = real(lr_kwargs=lr_kwargs)
        if engine.skipped_steps > skipped_before:
            engine.lr_scheduler.step(**(lr_kwargs or {}))
        return result

    engine.step = step
