"""Peak bytes of one forward and backward pass of the real modules, on meta tensors, without a GPU.

    HYDIT=../HunyuanDiT python3 scripts/measure-memory.py test/golden/memory/extra.json

A dispatch mode follows every storage from the operation that creates it until it is freed. Weights, buffers and inputs are not
counted; gradients of weights are dropped as soon as they are complete. Attention is a stand-in that keeps what the fused kernels
keep: their inputs as they are packed, the output, and a log-sum-exp in fp32. Needs torch, diffusers, transformers, timm and peft.
"""

import argparse
import json
import os
import sys
import types
import weakref

import diffusers  # noqa: F401  imported before the stand-in of flash_attn, which it would look for
import peft
import timm  # noqa: F401
import torch
import torch.nn.functional as functional
import transformers  # noqa: F401
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

DEFAULT_TARGETS = ["Wqkv", "attn2.q_proj", "kv_proj", "out_proj"]
SIZES = {
    "g/2": dict(depth=40, patch_size=2, hidden_size=1408, num_heads=16, mlp_ratio=4.3637),
    "XL/2": dict(depth=28, patch_size=2, hidden_size=1152, num_heads=16),
}


class Attend(torch.autograd.Function):
    @staticmethod
    def forward(ctx, heads_first, *inputs):
        first = inputs[0]
        if len(inputs) == 1:
            batch, tokens, _, heads, width = first.shape
        elif heads_first:
            batch, heads, tokens, width = first.shape
        else:
            batch, tokens, heads, width = first.shape
        shape = (batch, heads, tokens, width) if heads_first else (batch, tokens, heads, width)
        out = torch.empty(*shape, dtype=first.dtype, device=first.device)
        statistics = torch.empty(batch, heads, tokens, dtype=torch.float32, device=first.device)
        ctx.save_for_backward(*inputs, out, statistics)
        ctx.count = len(inputs)
        return out

    @staticmethod
    def backward(ctx, _):
        return None, *[torch.empty_like(tensor) for tensor in ctx.saved_tensors[: ctx.count]]


class Packed(nn.Module):
    def __init__(self, **_):
        super().__init__()

    def forward(self, *inputs):
        return Attend.apply(False, *inputs)


def load_modules(checkout):
    names = ["flash_attn", "flash_attn.flash_attn_interface", "flash_attn.modules", "flash_attn.modules.mha"]
    made = {name: types.ModuleType(name) for name in names}
    made["flash_attn"].__version__ = "2.8.0"
    made["flash_attn.flash_attn_interface"].flash_attn_kvpacked_func = None
    made["flash_attn.modules.mha"].FlashSelfAttention = Packed
    made["flash_attn.modules.mha"].FlashCrossAttention = Packed
    sys.modules.update(made)
    sys.path.insert(0, checkout)
    import hydit.modules.attn_layers as layers
    import hydit.modules.controlnet as controlnet
    import hydit.modules.models as models

    for name in names:
        del sys.modules[name]

    class Functional:
        def __getattr__(self, name):
            return getattr(functional, name)

        def scaled_dot_product_attention(self, query, key, value, **_):
            return Attend.apply(True, query, key, value)

    layers.F = Functional()
    return models, controlnet


class Tracker(TorchDispatchMode):
    def __init__(self, excluded):
        super().__init__()
        self.live = self.peak = 0
        self.seen = set(excluded)

    def __torch_dispatch__(self, func, _types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        for tensor in tree_leaves(result):
            if isinstance(tensor, torch.Tensor):
                self.follow(tensor.untyped_storage())
        return result

    def follow(self, storage):
        key, size = storage._cdata, storage.nbytes()
        if key in self.seen:
            return
        self.seen.add(key)
        self.live += size
        self.peak = max(self.peak, self.live)
        weakref.finalize(storage, self.forget, key, size)

    def forget(self, key, size):
        self.seen.discard(key)
        self.live -= size


def measure(models, controlnet, row):
    conditions = row["version"] != "v1.2"
    kind, size = row["kind"], SIZES[row["size"]]
    flash = row["attention"] == "flash"
    args = argparse.Namespace(
        learn_sigma=True, text_states_dim=1024, text_states_dim_t5=2048, text_len=77, text_len_t5=256, norm="layer",
        is_ipa=kind == "ipadapter", infer_mode="fa" if flash else "torch", use_flash_attn=flash, qk_norm=True,
        size_cond=[1024, 1024] if conditions else None, use_style_cond=conditions, use_fp16=True, gc_rate=row["gc_rate"],
    )
    latent = (row["height"] // 8, row["width"] // 8)
    with torch.device("meta"):
        dit = models.HunYuanDiT(args, input_size=latent, log_fn=lambda *_: None, **size).half().train()
        control = None
        if kind == "controlnet":
            control = controlnet.HunYuanControlNet(args, input_size=latent, log_fn=lambda *_: None, **size).half()
    if row["gc_rate"] > 0:
        dit.enable_gradient_checkpointing()
    if kind == "ipadapter":
        for name, parameter in dit.named_parameters():
            parameter.requires_grad = "ip_adapter" in name
    if control is not None:
        dit.requires_grad_(False).eval()
        control.set_trainable()
        if row["gc_rate"] > 0:
            control.enable_gradient_checkpointing()
    if kind == "lora":
        dit.enable_input_requires_grad()
        config = peft.LoraConfig(r=row["rank"], lora_alpha=row["rank"], target_modules=row["targets"])
        with torch.device("meta"):
            dit = peft.get_peft_model(dit, config).half().train()

    tokens, width = row["height"] * row["width"] // 256, size["hidden_size"] // size["num_heads"]
    batch = row["micro"]

    def given(*shape, dtype=torch.float16):
        return torch.empty(*shape, dtype=dtype, device="meta")

    x, t = given(batch, 4, *latent), given(batch, dtype=torch.int64)
    keywords = dict(
        encoder_hidden_states=given(batch, 77, 1024), text_embedding_mask=given(batch, 77, dtype=torch.int64),
        encoder_hidden_states_t5=given(batch, 256, 2048), text_embedding_mask_t5=given(batch, 256, dtype=torch.int64),
        cos_cis_img=given(tokens, width, dtype=torch.float32), sin_cis_img=given(tokens, width, dtype=torch.float32),
    )
    if conditions:
        keywords.update(image_meta_size=given(batch, 6), style=given(batch, dtype=torch.int64))
    if kind == "ipadapter":
        keywords["img_clip_embedding"] = given(batch, 1024)

    parameters = [*dit.parameters(), *(control.parameters() if control is not None else [])]
    buffers = [*dit.buffers(), *(control.buffers() if control is not None else [])]
    for parameter in parameters:
        if parameter.requires_grad:
            parameter.register_post_accumulate_grad_hook(lambda done: setattr(done, "grad", None))
    held = [tensor.untyped_storage() for tensor in [*parameters, *buffers, x, t, *keywords.values()]]
    with Tracker({storage._cdata for storage in held}) as tracker:
        controls = {} if control is None else control(x, t, condition=x, **keywords)
        out = dit(x, t, **keywords, **controls)["x"]
        del controls
        loss = out.float().pow(2).mean()
        kept = tracker.live
        loss.backward()
    return {**row, "kept_after_forward": kept, "peak": tracker.peak}


def row(kind, size, version, height, width, micro, gc_rate, attention, rank=0, targets=None):
    lora = dict(rank=rank, targets=targets or DEFAULT_TARGETS) if kind == "lora" else {}
    return dict(kind=kind, size=size, version=version, height=height, width=width, micro=micro, gc_rate=gc_rate,
                attention=attention, **lora)


ROWS = [
    row("full", "g/2", "v1.2", 1408, 704, 3, 0.25, "flash"),
    row("full", "g/2", "v1.1", 640, 1536, 1, 0.75, "torch"),
    row("full", "g/2", "v1.0", 512, 512, 8, 0, "flash"),
    row("full", "g/2", "v1.2", 256, 256, 1, 0, "flash"),
    row("full", "g/2", "v1.2", 1024, 1024, 1, 0.3, "torch"),
    row("full", "XL/2", "v1.1", 1088, 960, 5, 0.1, "flash"),
    row("full", "XL/2", "v1.2", 2048, 512, 2, 0.9, "torch"),
    row("full", "XL/2", "v1.2", 256, 512, 16, 1, "flash"),
    row("lora", "g/2", "v1.2", 1024, 1024, 2, 1, "flash", 128),
    row("lora", "g/2", "v1.2", 768, 768, 3, 0, "torch", 8),
    row("lora", "g/2", "v1.1", 1024, 1024, 1, 0, "flash", 64),
    row("lora", "g/2", "v1.2", 1024, 1024, 1, 0, "flash", 32, ["Wqkv"]),
    row("lora", "g/2", "v1.2", 1024, 1024, 2, 0.5, "flash", 64, ["fc1", "fc2"]),
    row("lora", "g/2", "v1.2", 768, 1280, 1, 0, "torch", 64, ["Wqkv", "q_proj", "kv_proj", "out_proj", "fc1", "fc2"]),
    row("lora", "g/2", "v1.2", 768, 768, 1, 0, "flash", 16, ["default_modulation.1", "skip_linear"]),
    row("lora", "XL/2", "v1.1", 1280, 1280, 1, 0.6, "torch", 256),
    row("lora", "XL/2", "v1.2", 512, 512, 7, 0, "flash", 1, ["out_proj"]),
    row("controlnet", "g/2", "v1.1", 1152, 896, 1, 1, "flash"),
    row("controlnet", "g/2", "v1.2", 1408, 704, 1, 0, "torch"),
    row("ipadapter", "g/2", "v1.2", 1408, 704, 3, 0, "flash"),
    row("ipadapter", "g/2", "v1.1", 896, 1152, 1, 0.5, "torch"),
    row("ipadapter", "XL/2", "v1.2", 1024, 1024, 2, 0.5, "flash"),
    row("ipadapter", "g/2", "v1.2", 640, 1536, 5, 1, "torch"),
]


def main():
    models, controlnet = load_modules(os.environ["HYDIT"])
    lines = [json.dumps(measure(models, controlnet, each)) for each in ROWS]
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main()
