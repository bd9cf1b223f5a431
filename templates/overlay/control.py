"""The ControlNet: the networks that make the image it follows, and the ControlNet of the stage before."""

import os
import sys
import types

from .checkout import required, upstream_module
from .settings import Settings
from .stopping import stopped

# Opened relative to the checkout (hydit/annotator/dwpose/wholebody.py:19-20, commit 368280e).
POSE_MODELS = ("hydit/annotator/ckpts/yolox_l.onnx", "hydit/annotator/ckpts/dw-ll_ucoco_384.onnx")


def load_what_the_control_needs(settings: Settings) -> None:
    """Load the depth model for depth and DWPose for poses, and neither for edges.

    The trainer loads both onto every GPU when it is imported, whatever `--control-type` says
    (hydit/train_deepspeed_controlnet.py:50-58, commit 368280e, T129). Called before that.
    """
    upstream_module("cv2")
    own_depth_model(settings.control == "depth")
    if settings.control == "pose":
        refuse_missing_pose_models(settings)
    else:
        leave_pose_out()


def own_depth_model(is_wanted: bool) -> None:
    """Answer the trainer's `pipeline("depth-estimation")`: with nothing where it is not used, with a reason where it fails."""
    transformers = upstream_module("transformers")
    real = required(transformers, "pipeline", ("task",))

    def pipeline(task=None, *args, **kwargs):
        if task != "depth-estimation":
            return real(task, *args, **kwargs)
        if not is_wanted:
            return None
        try:
            return real(task, *args, **kwargs)
        except Exception as cause:
            raise stopped(
                "cannot load the depth model of Hugging Face: {}: {}".format(type(cause).__name__, cause),
                "The trainer takes the default of transformers, `Intel/dpt-large`. Download it into the cache of the user who"
                " trains with `huggingface-cli download Intel/dpt-large`; `HF_HOME` in `machine.env` names another cache.",
            ) from cause

    transformers.pipeline = pipeline


def refuse_missing_pose_models(settings: Settings) -> None:
    """Stop before anything is loaded when DWPose cannot run."""
    upstream_module("onnxruntime")
    missing = [each for each in POSE_MODELS if not os.path.isfile(os.path.join(settings.checkout, each))]
    if missing:
        raise stopped(
            "there is no pose model at {}".format(os.path.join(settings.checkout, missing[0])),
            "Download https://dit.hunyuan.tencent.com/download/HunyuanDiT/dwpose.zip and unpack both files of it into"
            " {} of the checkout (controlnet/README.md).".format(os.path.dirname(missing[0])),
        )


def leave_pose_out() -> None:
    """Answer the trainer's import of DWPose, which needs onnxruntime and loads its models when it is made."""
    module = types.ModuleType("hydit.annotator.dwpose")
    module.DWposeDetector = lambda: None
    sys.modules[module.__name__] = module
