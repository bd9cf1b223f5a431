"""Reads each argv of a list with a parser that has the flags of a fork, as JSON in and out.

Each case has `flags`, the values by name as an experiment has them, and `argv`, what the launch script passed.
"""

import argparse
import json
import sys


def parser_for(flags):
    """An argparse parser that takes a switch, one value or several for each flag."""
    parser = argparse.ArgumentParser(add_help=False)
    for name, value in flags.items():
        option = "--" + name
        if isinstance(value, bool):
            parser.add_argument(option, dest=name, action="store_true")
        elif isinstance(value, list):
            parser.add_argument(option, dest=name, nargs="+", default=False)
        else:
            parser.add_argument(option, dest=name, type=type(value))
    return parser


cases = json.load(sys.stdin)
print(json.dumps([vars(parser_for(case["flags"]).parse_args(case["argv"])) for case in cases]))
