"""A HunyuanDiT small enough for a test: the same classes with fewer and narrower layers."""

import importlib

SHAPE = {"depth": 4, "hidden_size": 64, "num_heads": 4, "mlp_ratio": 4.3637}
TEXT_WIDTH = 64


def shrink():
    """Make every model name of the trainer the tiny one; its text encoders are `TEXT_WIDTH` wide."""
    models = importlib.import_module("hydit.modules.models")
    for name in models.HUNYUAN_DIT_MODELS:
        models.HUNYUAN_DIT_MODELS[name] = lambda args, **kwargs: models.HunYuanDiT(
            args, patch_size=2, **SHAPE, **kwargs
        )
    config = importlib.import_module("hydit.config")
    real = config.get_args

    def get_args(default_args=None):
        args = real(default_args)
        args.text_states_dim = args.text_states_dim_t5 = TEXT_WIDTH
        return args

    config.get_args = get_args
