"""Stand-ins for what only a GPU machine has. Nothing here repairs the trainer: that is the overlay's part."""

import functools
import importlib
import importlib.util
import os
import sys

import torch


def pretend_gpu():
    """Make torch, DeepSpeed and flash-attn usable by the trainer without a GPU."""
    os.environ["DS_ACCELERATOR"] = "cpu"
    answer_trainer_about_cuda()
    use_gloo()
    allow_fp16()
    multiply_halves_in_fp32()
    stand_in_for_flash_attention()


def asked_by_trainer():
    """True when the patched function was called by a trainer's script itself."""
    return "hydit/train_deepspeed" in sys._getframe(2).f_globals.get("__file__", "")


class OneDevice(int):
    """`rank % torch.cuda.device_count()` becomes the CPU."""

    def __rmod__(self, rank):
        return torch.device("cpu")


def answer_trainer_about_cuda():
    """Answer the trainer's own questions to torch.cuda; DeepSpeed and everyone else hear the truth."""
    answers = {
        "is_available": True,
        "device_count": OneDevice(1),
        "manual_seed_all": None,
        "set_device": None,
        "synchronize": None,
    }
    for name, answer in answers.items():
        setattr(torch.cuda, name, answering(getattr(torch.cuda, name), answer))


def answering(real, answer):
    """Wrap one function of torch.cuda."""

    @functools.wraps(real)
    def wrapper(*args, **kwargs):
        return answer if asked_by_trainer() else real(*args, **kwargs)

    return wrapper


def use_gloo():
    """Take gloo where nccl is asked for, and no shared-memory all-reduce that DeepSpeed would compile first."""
    distributed = importlib.import_module("torch.distributed")
    real = distributed.init_process_group

    @functools.wraps(real)
    def init_process_group(backend=None, *args, **kwargs):
        return real("gloo" if backend == "nccl" else backend, *args, **kwargs)

    distributed.init_process_group = init_process_group
    importlib.import_module("deepspeed.comm")
    sys.modules["deepspeed.comm.torch"].build_shm_op = lambda: None


def allow_fp16():
    """Let DeepSpeed's CPU accelerator say that it can fp16, which torch can."""
    accelerator = importlib.import_module("deepspeed.accelerator").get_accelerator()
    if accelerator._name == "cpu":
        type(accelerator).is_fp16_supported = lambda self: True


def multiply_halves_in_fp32():
    """Compute fp16 linear layers in fp32 and round, as tensor cores do; the CPU's own fp16 backward is 200 times slower."""
    functional = torch.nn.functional
    real = functional.linear

    class HalfLinear(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x, weight, bias):
            ctx.save_for_backward(x, weight)
            return real(x.float(), weight.float(), None if bias is None else bias.float()).half()

        @staticmethod
        def backward(ctx, gradient):
            x, weight = ctx.saved_tensors
            gradient = gradient.float()
            rows = gradient.reshape(-1, gradient.shape[-1])
            to_x = (gradient @ weight.float()).half() if ctx.needs_input_grad[0] else None
            to_weight = None
            if ctx.needs_input_grad[1]:
                to_weight = (rows.t() @ x.reshape(-1, x.shape[-1]).float()).half()
            to_bias = rows.sum(0).half() if ctx.needs_input_grad[2] else None
            return to_x, to_weight, to_bias

    @functools.wraps(real)
    def linear(x, weight, bias=None):
        if x.dtype is torch.float16 and weight.dtype is torch.float16 and x.device.type == "cpu":
            return HalfLinear.apply(x, weight, bias)
        return real(x, weight, bias)

    functional.linear = linear


class Attention(torch.nn.Module):
    """The interface of flash-attn's modules on torch's own attention, as strict about types as the kernels."""

    def __init__(self, attention_dropout=0.0, **_):
        super().__init__()
        self.dropout = attention_dropout

    def attend(self, query, key, value):
        """[batch, tokens, heads, width] as flash-attn has it."""
        parts = (query, key, value)
        if any(part.dtype not in (torch.float16, torch.bfloat16) for part in parts):
            raise TypeError("flash-attn takes fp16 and bf16 only")
        dropout = self.dropout if self.training else 0.0
        query, key, value = (part.transpose(1, 2) for part in parts)
        result = torch.nn.functional.scaled_dot_product_attention(query, key, value, dropout_p=dropout)
        return result.transpose(1, 2).contiguous()


class FlashSelfAttention(Attention):
    """Takes one packed tensor [batch, tokens, 3, heads, width]."""

    def forward(self, qkv):
        return self.attend(*qkv.unbind(2))


class FlashCrossAttention(Attention):
    """Takes queries and one packed tensor [batch, tokens, 2, heads, width]."""

    def forward(self, query, key_value):
        return self.attend(query, *key_value.unbind(2))


def stand_in_for_flash_attention():
    """Put the two modules where the trainer's import of flash-attn would have, unless some package of its name is there."""
    layers = importlib.import_module("hydit.modules.attn_layers")
    if importlib.util.find_spec("flash_attn") is None:
        layers.FlashSelfAttention, layers.FlashCrossAttention = FlashSelfAttention, FlashCrossAttention
