#!/bin/sh
# ditc as a hook of pre-commit, which clones a repository and builds nothing in it: the first run does.
set -eu
root=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
if [ ! -f "$root/dist/package.json" ]; then
  npm ci --include=dev --no-audit --no-fund --loglevel=error --prefix "$root" >&2
fi
exec node "$root/dist/main.js" "$@"
