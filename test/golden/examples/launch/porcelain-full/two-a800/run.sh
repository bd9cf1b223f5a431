#!/usr/bin/env bash
# Written by ditc from full.yaml: edit that file, not this one.
#
# Trains every stage in order and stops at the first that fails. Safe to start again: a finished stage is left out.
set -euo pipefail

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
runs=$(CDPATH='' cd -- "$here/../../.." && pwd)/runs/porcelain-full

# A stage is finished when the last file of its last checkpoint is written: PEFT's configuration for a LoRA, the file of an
# IP-Adapter, DeepSpeed's note of the newest checkpoint for a whole network.
finished() {
  local checkpoints=$1
  if [[ -f $checkpoints/final.pt/adapter_config.json || -f $checkpoints/final.pt/ipa.pt ]]; then return 0; fi
  [[ -f $checkpoints/latest && $(<"$checkpoints/latest") == final.pt && -d $checkpoints/final.pt ]]
}

train() {
  local stage=$1
  if finished "$runs/$stage/checkpoints"; then
    printf 'ditc: stage %s is finished: %s\n' "$stage" "$runs/$stage/checkpoints/final.pt" >&2
  else
    printf 'ditc: stage %s starts\n' "$stage" >&2
    bash "$here/$stage/launch.sh"
  fi
}

train main
