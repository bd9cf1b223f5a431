"""A HunyuanDiT small enough for a test: the same classes with fewer and narrower layers."""

import importlib
import os

# The ControlNet has always 19 blocks and steers as many of the DiT, which then needs all of its own.
SHAPE = {
    "depth": int(os.environ.get("DITC_TINY_DEPTH", "4")),
    "hidden_size": 64,
    "num_heads": 4,
    "mlp_ratio": 4.3637,
}
# The image prompt is as wide as the text, and upstream has written its width into the code.
TEXT_WIDTH = 1024
T5_WIDTH = 64


def shrink():
    """Make every model name of the trainer the tiny one; its text encoders are `TEXT_WIDTH` and `T5_WIDTH` wide."""
    models = importlib.import_module("hydit.modules.models")
    for name in models.HUNYUAN_DIT_MODELS:
        models.HUNYUAN_DIT_MODELS[name] = lambda args, **kwargs: models.HunYuanDiT(
            args, patch_size=2, **SHAPE, **kwargs
        )
    shrink_controlnet()
    config = importlib.import_module("hydit.config")
    real = config.get_args

    def get_args(default_args=None):
        args = real(default_args)
        set_text_widths(args)
        return args

    config.get_args = get_args


def shrink_controlnet():
    """Give the ControlNet the sizes of the tiny model where the trainer writes those of DiT-g/2."""
    network = importlib.import_module("hydit.modules.controlnet").HunYuanControlNet
    real = network.__init__
    network.__init__ = lambda self, args, **kwargs: real(self, args, **dict(kwargs, **SHAPE))


def set_text_widths(args):
    """Tell the model how wide the tiny text encoders are."""
    args.text_states_dim, args.text_states_dim_t5 = TEXT_WIDTH, T5_WIDTH
