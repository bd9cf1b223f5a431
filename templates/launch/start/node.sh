# shellcheck shell=bash disable=SC2154 # a part of launch.sh, which starts the words that it sets
need_place() {
  if [[ -z ${!1:-} ]]; then die "the environment variable $1 is not set" "This script starts the ranks of one of __NODES__ nodes: $2"; fi
}
need_place NODE_RANK "set it to the number of this node, from 0."
need_place MASTER_ADDR "set it to the name or address of node 0."
need_place MASTER_PORT "set it to a TCP port that is free on node 0."
command -v python3 >/dev/null || die "the command \`python3\` is not on PATH" "Activate the Python environment of the trainer and start again."

set -- python3 "$here/../overlay/node.py" --nnodes __NODES__ --nproc-per-node __GPUS__
set -- "$@" --node-rank "$NODE_RANK" --master-addr "$MASTER_ADDR" --master-port "$MASTER_PORT"
