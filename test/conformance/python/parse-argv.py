"""Parses many argvs with the trainer's own parser. Usage: parse-argv.py CHECKOUT < argvs.json > namespaces.json"""

import json
import os
import sys


def main():
    argvs = json.load(sys.stdin)
    out = os.dup(1)
    os.dup2(2, 1)  # imports of the trainer print
    checkout = os.path.abspath(sys.argv[1])
    sys.path.insert(0, checkout)
    os.chdir(checkout)
    from hydit.config import get_args

    namespaces = [vars(get_args(argv)) for argv in argvs]
    with os.fdopen(out, "w", encoding="utf-8") as file:
        json.dump(namespaces, file)


main()
