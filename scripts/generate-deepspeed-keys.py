"""Writes the keys of a DeepSpeed JSON as TypeScript, from DeepSpeed's own classes.

Usage: $DITC_PYTHON scripts/generate-deepspeed-keys.py > src/generated/deepspeed-keys.ts

A block of pydantic refuses unknown keys; its fields are asked for. The top level and the other blocks are plain dicts: which of their
keys are read is recorded while DeepSpeed reads a configuration.
"""

import enum
import json
import logging
import os
import pathlib
import sys
import typing

OUT = os.dup(1)
os.dup2(2, 1)  # DeepSpeed logs to stdout

import annotated_types  # noqa: E402
import deepspeed  # noqa: E402
from deepspeed.comm.config import CommsLoggerConfig  # noqa: E402
from deepspeed.compile.config import CompileConfig  # noqa: E402
from deepspeed.inference.config import WeightQuantConfig  # noqa: E402
from deepspeed.monitor.config import CometConfig, CSVConfig, TensorBoardConfig, WandbConfig  # noqa: E402
from deepspeed.runtime import config as runtime  # noqa: E402
from deepspeed.runtime.config_utils import DeepSpeedConfigModel  # noqa: E402
from deepspeed.runtime.precision_config import DeepSpeedBF16Config, DeepSpeedFP16Config  # noqa: E402
from deepspeed.runtime.tensor_parallel.config import TPTrainingConfig  # noqa: E402
from deepspeed.runtime.zero.config import DeepSpeedZeroConfig  # noqa: E402
from deepspeed.utils.logging import logger  # noqa: E402

CLOSED = {
    "zero_optimization": DeepSpeedZeroConfig,
    "fp16": DeepSpeedFP16Config,
    "bf16": DeepSpeedBF16Config,
    "bfloat16": DeepSpeedBF16Config,
    "comms_logger": CommsLoggerConfig,
    "tensorboard": TensorBoardConfig,
    "wandb": WandbConfig,
    "csv_monitor": CSVConfig,
    "comet": CometConfig,
    "hybrid_engine": runtime.HybridEngineConfig,
    "compile": CompileConfig,
    "weight_quantization": WeightQuantConfig,
    "tensor_parallel": TPTrainingConfig,
}
OPEN = ["optimizer", "scheduler", "activation_checkpointing", "aio", "checkpoint", "data_types", "flops_profiler", "torch_autocast"]
TYPES = {int: "int", float: "float", bool: "bool", str: "text", pathlib.Path: "text", list: "list", tuple: "list", dict: "map"}
BOUNDS = {annotated_types.Ge: ("min", "ge"), annotated_types.Gt: ("above", "gt"), annotated_types.Le: ("max", "le"), annotated_types.Lt: ("below", "lt")}
INTERFACES = """
/** A key of a block that refuses others. */
export interface Field {
  readonly type: 'int' | 'float' | 'bool' | 'text' | 'list' | 'map' | 'choice' | 'block' | 'any';
  readonly nullable?: boolean;
  /** A number for which `true` and `false` are refused; elsewhere they are 1 and 0. */
  readonly strict?: boolean;
  readonly min?: number;
  readonly above?: number;
  readonly max?: number;
  readonly below?: number;
  readonly choices?: readonly (string | number)[];
  readonly keys?: Readonly<Record<string, Field>>;
  /** A list that may be one text. */
  readonly orText?: boolean;
  /** The full name of a key that is a short one for it. */
  readonly alias?: string;
  /** What a deprecated key is replaced with. */
  readonly instead?: string;
}

/** A block that refuses other keys than its own. */
export type BlockField = Field & { readonly keys: Readonly<Record<string, Field>> };
"""


class Recording(dict):
    """A dict that remembers which keys were asked for, also with `in` and `.keys()`."""

    def __init__(self, *args):
        super().__init__(*args)
        self.read = set()

    def __getitem__(self, key):
        self.read.add(key)
        return super().__getitem__(key)

    def get(self, key, default=None):
        self.read.add(key)
        return super().get(key, default)

    def __contains__(self, key):
        self.read.add(key)
        return super().__contains__(key)

    def keys(self):
        return self

    def __copy__(self):
        return self


def type_of(annotation):
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Union:
        kinds = [type_of(argument) for argument in arguments if argument is not type(None)]
        kind = kinds[0] if len(kinds) == 1 else {"type": "any"}
        return {**kind, **({"nullable": True} if type(None) in arguments else {})}
    if typing.get_origin(annotation) is typing.Literal:
        return {"type": "choice", "choices": list(arguments)}
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return {"type": "choice", "choices": sorted({member.value for member in annotation})}
    if isinstance(annotation, type) and issubclass(annotation, DeepSpeedConfigModel):
        return {"type": "block", "keys": fields_of(annotation)}
    if typing.get_origin(annotation) is list and typing.get_origin(arguments[0]) is typing.Literal:
        return {"type": "list", "choices": list(typing.get_args(arguments[0]))}
    return {"type": TYPES.get(typing.get_origin(annotation) or annotation, "any")}


def field_of(info):
    field = type_of(info.annotation)
    for bound in info.metadata:
        for kind, (name, attribute) in BOUNDS.items():
            if isinstance(bound, kind):
                field[name] = getattr(bound, attribute)
    extra = info.json_schema_extra or {}
    if extra.get("deprecated"):
        field["instead"] = extra.get("new_param", "")
    return field


def refuses_booleans(model, name):
    try:
        model(**{name: True})
        return False
    except ValueError as error:
        return "not bool" in str(error)


def takes(model, name, value):
    try:
        model(**{name: value})
        return True
    except (TypeError, ValueError):
        return False


def fields_of(model):
    fields = {}
    for name, info in model.model_fields.items():
        field = field_of(info)
        if field["type"] in ("int", "float") and refuses_booleans(model, name):
            field["strict"] = True
        if field["type"] == "block" and takes(model, name, None):
            field["nullable"] = True
        if field["type"] == "list" and takes(model, name, "x"):
            field["orText"] = True
        fields[info.alias or name] = field
        if info.alias:
            fields[name] = {**field, "alias": info.alias}
    return fields


def read_by_deepspeed():
    """Keys of the top level and of the open blocks that DeepSpeed asks for, whatever they are set to."""
    top = Recording({"train_micro_batch_size_per_gpu": 1, "sequence_parallel_size": 1})
    blocks = {name: Recording({}) for name in OPEN}
    for name in ("optimizer", "scheduler"):
        blocks[name] = Recording({"type": "x", "params": {}})
    for name, block in blocks.items():
        dict.__setitem__(top, name, block)
    runtime.dist.get_rank = lambda *_arguments: 0
    runtime.dist.get_world_size = lambda *_arguments: 1
    runtime.DeepSpeedConfig(top)
    names = top.read - set(runtime._REMOVED_TOP_LEVEL_CONFIG_KEYS) | {"bfloat16", "allgather_size"}
    return sorted(names), {name: sorted(block.read) for name, block in sorted(blocks.items())}


def main():
    logger.setLevel(logging.ERROR)
    top, blocks = read_by_deepspeed()
    closed = {name: {"type": "block", "keys": fields_of(model)} for name, model in CLOSED.items()}
    missing = set(closed) - set(top)
    assert not missing, "not read by DeepSpeed: {}".format(missing)
    removed = {"top": sorted(runtime._REMOVED_TOP_LEVEL_CONFIG_KEYS), "zero": sorted(runtime._REMOVED_ZERO_CONFIG_KEYS)}
    text = "\n".join(
        [
            "/* Made by scripts/generate-deepspeed-keys.py from DeepSpeed {}. Do not edit. */".format(deepspeed.__version__.split("+")[0]),
            INTERFACES,
            "/** Keys of the top level that DeepSpeed reads; all others it ignores. */",
            "export const topKeys: readonly string[] = {};".format(json.dumps(top)),
            "",
            "/** Keys that DeepSpeed refuses since what they switched on was removed. */",
            "export const removedKeys: Readonly<Record<'top' | 'zero', readonly string[]>> = {};".format(json.dumps(removed)),
            "",
            "/** Blocks of plain dicts, and the keys that DeepSpeed reads in them. */",
            "export const openBlocks: Readonly<Record<string, readonly string[]>> = {};".format(json.dumps(blocks)),
            "",
            "/** Blocks of pydantic, which refuse other keys. */",
            "export const closedBlocks: Readonly<Record<string, BlockField>> = {};".format(json.dumps(closed, indent=2)),
            "",
        ]
    )
    with os.fdopen(OUT, "w", encoding="utf-8") as file:
        file.write(text)


main()
