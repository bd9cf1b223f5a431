#!/usr/bin/env bash
# __HEADER__
#
# Starts one stage of the training on this machine. It finds everything from its own place, so the experiment's
# folder may lie anywhere.
set -euo pipefail

die() {
  printf 'ditc: %s\n' "$@" >&2
  exit 4
}

need_secret() {
  if [[ -z ${!1:-} ]]; then die "the environment variable $1 is not set" "The experiment names it under \`machine.secrets\`. Set it and start again."; fi
}

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(CDPATH='' cd -- "$here/../../../.." && pwd)
checkout=__CHECKOUT__
weights=__WEIGHTS__
index=__INDEX__
run=$root/__RUN__
args=(
  __ARGUMENTS__
)
# So that `machine.env` cannot change them: a variable of the same name ends the script.
readonly here root checkout weights index run args

__ENVIRONMENT__
__SECRETS__
export DITC_STAGE="$here"
export PYTHONPATH="$checkout${PYTHONPATH:+:$PYTHONPATH}"

[[ -f $checkout/__SCRIPT__ ]] || die "no checkout of HunyuanDiT at $checkout" "Clone it there, or write its place as \`machine.checkout\`."
[[ -z $weights || -f $weights ]] || die "no weights at $weights" "Download them there, or write another file as \`model.weights\`."__ADAPTER__
[[ -f $index ]] || die "no index at $index" "Pack the data with \`ditc build\`."
__START__

# The trainer looks for its other networks below the folder it runs in.
cd -- "$checkout"
printf 'ditc: training into %s\n' "$run" >&2
exec "$@" "$here/../overlay/train.py" "${args[@]}"
