"""The IP-Adapter: its image encoder, and weights that `--no-strict` would take whatever they are."""

import os
from typing import Set

from .checkout import required, upstream_module
from .settings import Settings
from .stopping import stopped

# Where hydit/utils/img_clip_emb.py:736 looks, and where ipadapter/README.md:14 downloads to (commit 368280e).
ENCODER_PLACES = (
    "ckpts/t2i/clip_img_encoder/clip_img_encoder.pt",
    "ckpts/t2i/model/clip_img_encoder/clip_img_encoder.pt",
)


def is_adapter_name(name: str) -> bool:
    """Whether a tensor belongs to the adapter, as the trainer tells it (hydit/utils/tools.py:56, commit 368280e)."""
    return "ip_adapter" in name


def find_image_encoder(settings: Settings) -> None:
    """Load the image encoder from where it is, or stop before anything else is loaded (T132)."""
    found = [each for each in ENCODER_PLACES if os.path.isfile(os.path.join(settings.checkout, each))]
    if not found:
        raise stopped(
            "there is no image encoder at {}".format(os.path.join(settings.checkout, ENCODER_PLACES[0])),
            "Download it there: `huggingface-cli download Tencent-Hunyuan/IP-Adapter clip_img_encoder.pt --local-dir {}`"
            " in the checkout.".format(os.path.dirname(ENCODER_PLACES[0])),
        )
    detector = upstream_module("hydit.utils.img_clip_emb").ImgClipEmbDetector
    real = required(detector, "build_model", ("self",))

    def build_model(self):
        self.cfg["resume"] = found[0]
        return real(self)

    detector.build_model = build_model


def refuse_other_weights() -> None:
    """Take a base model without adapter and an adapter without base model, and nothing that lacks parts of either.

    The base has no adapter in it, so the trainer needs `--no-strict`, which also takes a file of another model without a
    word (hydit/modules/fp16_layers.py:89-90, commit 368280e, T55).
    """
    wrapper = upstream_module("hydit.modules.fp16_layers").Float16Module
    real = required(wrapper, "load_state_dict", ("self", "state_dict", "strict"))

    def load_state_dict(self, state_dict, strict=True):
        if not strict:
            refuse_incomplete(set(self.module.state_dict()), set(state_dict))
        return real(self, state_dict, strict=strict)

    wrapper.load_state_dict = load_state_dict


def refuse_incomplete(own: Set[str], given: Set[str]) -> None:
    """Stop when a file has names that the model does not know, or lacks parts of the base and of the adapter."""
    missing, unknown = own - given, given - own
    of_adapter = {name for name in missing if is_adapter_name(name)}
    if unknown or (of_adapter and missing != of_adapter):
        wrong = sorted(unknown) or sorted(missing - of_adapter)
        raise stopped(
            "the weights are of another model: {} of its tensors {}, `{}` among them".format(
                len(wrong), "are not known" if unknown else "are missing", wrong[0]
            ),
            "`model.weights` is a whole model of `model.version` and `model.size`, `method.weights` an adapter for it.",
        )
