#!/usr/bin/env bash
# Written by ditc from porcelain.yaml: edit that file, not this one.
#
# Starts the run in one pod of a TrainJob: Kubeflow Trainer tells the place of the node in PET_*, launch.sh reads other names.
set -euo pipefail

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
export NODE_RANK="${PET_NODE_RANK:-}" MASTER_ADDR="${PET_MASTER_ADDR:-}" MASTER_PORT="${PET_MASTER_PORT:-}"
exec bash "$here/run.sh"
