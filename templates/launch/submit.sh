#!/usr/bin/env bash
# __HEADER__
#
# Submits the job, shows what it writes, and ends with its status. A signal cancels the job; closing the terminal does not.
set -euo pipefail

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
cd -- "$here/../../.."
job=$(sbatch --parsable __SCRIPT__)
job=${job%%;*} # behind it stands the cluster
printf 'ditc: submitted job %s\n' "$job" >&2

trap 'scancel "$job"; printf "ditc: cancelled job %s\n" "$job" >&2' INT TERM QUIT
trap 'exit 129' HUP
tail -n +1 -F "slurm-$job.out" 2>/dev/null &
log=$!
trap 'kill "$log"' EXIT

# State, reason and exit code of the job: from the controller, and later from the accounting.
ask() {
  local line
  if line=$(scontrol -o show job "$job" 2>/dev/null) &&
    [[ $line =~ JobState=([A-Z_]+)\ Reason=([^ ]+).*\ ExitCode=([0-9]+):([0-9]+) ]]; then
    printf '%s ' "${BASH_REMATCH[@]:1}"
  else
    sacct -n -X -P -j "$job" -o State,ExitCode 2>/dev/null | sed -E 's/^([A-Z_]+)[^|]*\|([0-9]+):([0-9]+)$/\1 None \2 \3/'
  fi
}

said=
while :; do
  read -r state reason code signal <<<"$(ask)" || true
  if [[ -n $state && "$state $reason" != "$said" ]]; then
    said="$state $reason"
    printf 'ditc: job %s is %s%s\n' "$job" "$state" "${reason:+ ($reason)}" >&2
  fi
  case $state in
    BOOT_FAIL | CANCELLED | COMPLETED | DEADLINE | FAILED | NODE_FAIL | OUT_OF_MEMORY | TIMEOUT) break ;;
  esac
  sleep 2 &
  wait "$!" || true
done
sleep 1 # for the last lines of the log
if ((code > 0)); then exit "$code"; fi
if ((signal > 0)); then exit "$((128 + signal))"; fi
[[ $state == COMPLETED ]]
