"""Reads texts of YAML with PyYAML: a list on stdin, the list of their values on stdout; `all` reads every document of each."""

import json
import sys

import yaml

read = (lambda text: list(yaml.safe_load_all(text))) if sys.argv[1:] == ["all"] else yaml.safe_load
print(json.dumps([read(text) for text in json.load(sys.stdin)], default=repr))
