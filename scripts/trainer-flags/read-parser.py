"""Prints, as JSON, every option of the parser that a checkout of HunyuanDiT builds. Usage: read-parser.py CHECKOUT"""

import argparse
import json
import os
import sys


class Caught(Exception):
    """Carries the parser out of the trainer's `get_args`, which builds and uses it in one go."""


def catch(parser, *_args, **_kwargs):
    raise Caught(parser)


def describe(action, parser):
    """One option: its names, what it takes, and its default."""
    switch = action.nargs == 0
    return {
        "names": action.option_strings,
        "dest": action.dest,
        "form": "switch" if switch else "list" if action.nargs == "+" else "value",
        "type": None if switch else getattr(action.type, "__name__", "str"),
        "choices": None if action.choices is None else sorted(action.choices),
        "sets": action.const if switch else None,
        "default": parser.get_default(action.dest),
    }


def main():
    checkout = os.path.abspath(sys.argv[1])
    out = os.dup(1)
    os.dup2(2, 1)  # imports of the trainer print
    sys.path.insert(0, checkout)
    os.chdir(checkout)
    from hydit.config import get_args

    argparse.ArgumentParser.parse_args = catch
    try:
        get_args([])
    except Caught as caught:
        (parser,) = caught.args
    flags = [describe(action, parser) for action in parser._actions if action.dest != "help"]
    with os.fdopen(out, "w", encoding="utf-8") as file:
        json.dump(flags, file, ensure_ascii=False)


main()
