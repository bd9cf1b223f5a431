#!/usr/bin/env bash
# __HEADER__
#
# Starts the run on every host of the hostfile by ssh, and ends it on all of them when one fails. The experiment's folder
# lies at the same place on each of them, on storage that all share.
set -euo pipefail

die() {
  printf 'ditc: %s\n' "$@" >&2
  exit 4
}

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034 # an absolute path of the hostfile needs no root
root=$(CDPATH='' cd -- "$here/../../.." && pwd)
hostfile=__HOSTFILE__
secrets=(__SECRETS__)
hosts=()

# A line is `host slots=N`. All that DeepSpeed would pass over is refused: fewer processes than planned are another batch.
read_hosts() {
  local line
  [[ -f $hostfile ]] || die "no hostfile at $hostfile" "Write it, or correct \`machine.launch.hostfile\`. Nothing is started on this machine alone."
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line%$'\r'}
    if [[ $line =~ ^[[:space:]]*(#.*)?$ ]]; then continue; fi
    [[ $line =~ ^[[:space:]]*([A-Za-z0-9_][A-Za-z0-9_.:@-]*)[[:space:]]+slots=([0-9]+)[[:space:]]*(#.*)?$ ]] ||
      die "$hostfile: not a host with its slots: $line" "Write \`node1 slots=__GPUS__\`."
    [[ ${BASH_REMATCH[2]} == __GPUS__ ]] || die "$hostfile: ${BASH_REMATCH[1]} has ${BASH_REMATCH[2]} slots, the experiment uses __GPUS__ GPUs of each node" "Write \`slots=__GPUS__\`, or another \`machine.gpus_per_node\`."
    [[ " ${hosts[*]} " != *" ${BASH_REMATCH[1]} "* ]] || die "$hostfile: ${BASH_REMATCH[1]} stands there twice" "Keep one line for each host."
    hosts+=("${BASH_REMATCH[1]}")
  done <"$hostfile"
  [[ ${#hosts[@]} == __NODES__ ]] || die "$hostfile has ${#hosts[@]} hosts, the experiment was compiled for __NODES__" "Name so many hosts, or write another \`machine.nodes\`."
}

# On the first machine: one ssh for each host, whose input stays open as long as this script lives.
lead() {
  local rank line
  read_hosts
  work=$(mktemp -d)
  trap 'rm -rf -- "$work"' EXIT
  # A process group for each ssh: a key on the terminal would end it before it has passed the signal on.
  set -m
  for rank in "${!hosts[@]}"; do
    mkfifo -- "$work/$rank"
    start_on "$rank" <"$work/$rank" &
  done
  lines=()
  for rank in "${!hosts[@]}"; do
    exec {line}>"$work/$rank"
    lines+=("$line")
    introduce "$rank" >&"$line"
  done
  is_asked=false
  trap '' PIPE
  trap 'tell INT' INT
  trap 'tell TERM' TERM HUP QUIT
  while [[ -n $(jobs -pr) ]]; do
    wait -n || true
    if [[ -s $work/status && $is_asked == false ]]; then end_others; fi
  done
  exit "$(cat -- "$work/status" 2>/dev/null || echo 0)"
}

# The status that counts is that of the host that failed first.
start_on() {
  local host=${hosts[$1]} status=0
  ssh -T -o BatchMode=yes -o ServerAliveInterval=15 -- "$host" 'exec bash -s' || status=$?
  if ((status == 0)); then return; fi
  printf 'ditc: %s ended with status %s\n' "$host" "$status" >&2
  (set -o noclobber && echo "$status" >"$work/status") 2>/dev/null || true
}

# What a host is to do goes through its input: the shell there reads no word of ours but `exec bash -s`, and no secret
# stands in a command line or in a file.
introduce() {
  local name
  printf 'export NODE_RANK=%q MASTER_ADDR=%q MASTER_PORT=%q PATH=%q\n' "$1" "${hosts[0]##*@}" __PORT__ "$PATH"
  for name in "${secrets[@]}"; do
    if [[ -n ${!name:-} ]]; then printf 'export %s=%q\n' "$name" "${!name}"; fi
  done
  printf 'exec bash %q --on-host\n' "$here/hosts.sh"
}

# Passes a signal on to every host; each ends in its own time.
# shellcheck disable=SC2317 # traps call it
tell() {
  local line
  is_asked=true
  for line in "${lines[@]}"; do echo "$1" >&"$line" || true; done
}

# The end of their input ends the others.
end_others() {
  local line
  for line in "${lines[@]}"; do exec {line}>&-; done
  lines=()
}

# On each host: the run of this node, until it ends or the first machine says so.
follow() {
  local status=0 run obeying
  set -m
  bash "$here/run.sh" </dev/null &
  run=$!
  obey "$run" >/dev/null 2>&1 &
  obeying=$!
  wait "$run" || status=$?
  # A shell dies of a signal before those that it has started.
  while kill -0 -- "-$run" 2>/dev/null; do sleep 0.1; done
  kill -KILL -- "-$obeying" 2>/dev/null || true
  exit "$status"
}

# Signals come as lines. When there are no more of them, the first machine is gone or wants the end.
obey() {
  local signal processes
  while read -r signal; do kill -s "$signal" -- "-$1" || true; done
  mapfile -t processes < <(below "$1")
  kill -TERM "${processes[@]}" || true
  for _ in {1..50}; do
    kill -0 "${processes[@]}" || return 0
    sleep 0.1
  done
  kill -KILL "${processes[@]}"
}

# A process and all that it has started: torchrun gives each rank a session of its own, which no signal to a group reaches.
below() {
  local child
  for child in $(ps -o pid= --ppid "$1"); do below "$child"; done
  echo "$1"
}

if [[ ${1:-} == --on-host ]]; then follow; else lead; fi
