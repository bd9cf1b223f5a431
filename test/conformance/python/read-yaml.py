"""Reads texts of YAML with PyYAML: a list on stdin, the list of their values on stdout."""

import json
import sys

import yaml

print(json.dumps([yaml.safe_load(text) for text in json.load(sys.stdin)], default=repr))
