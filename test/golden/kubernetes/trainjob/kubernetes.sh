#!/usr/bin/env bash
# Written by ditc from porcelain.yaml: edit that file, not this one.
#
# Hands the run to the cluster that kubectl talks to, shows what its first pod prints, and ends as the run ends. The run goes
# on in the cluster when this script is stopped; start it again to watch it.
set -euo pipefail

die() {
  printf 'ditc: %s\n' "$@" >&2
  exit 4
}

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
manifest=$here/trainjob.yaml
namespace=default
job=trainjobs.trainer.kubeflow.org/porcelain
first='jobset.sigs.k8s.io/jobset-name=porcelain,batch.kubernetes.io/job-completion-index=0'

# How the job has ended: `Complete`, `Failed`, or nothing as long as it has not.
ended() {
  local conditions
  conditions=$(kubectl get "$job" --namespace "$namespace" --ignore-not-found \
    --output 'jsonpath={range .status.conditions[?(@.status=="True")]}{.type}{"\n"}{end}')
  grep -x -m 1 -e Complete -e Failed <<<"$conditions" || true
}

# Whether the first pod has started, so that there is something to read.
has_started() {
  local phases
  phases=$(kubectl get pods --namespace "$namespace" --selector "$first" --output 'jsonpath={.items[*].status.phase}')
  [[ $phases =~ Running|Succeeded|Failed ]]
}

command -v kubectl >/dev/null || die "the command \`kubectl\` is not on PATH" "Install it, with access to the cluster."

# A job that has ended keeps its name, and applying it again would start nothing. Finished stages are left out when it starts anew.
if [[ -n $(ended) ]]; then kubectl delete "$job" --namespace "$namespace" --wait; fi
kubectl apply --filename "$manifest"
printf 'ditc: %s\n' "waiting for the first pod; \`kubectl describe pods --namespace $namespace --selector $first\` says what it waits for" \
  "to end the run: kubectl delete $job --namespace $namespace" >&2

until has_started || [[ -n $(ended) ]]; do sleep 2; done
# A pod may be gone before it is read: how the job ends is what counts.
kubectl logs --follow --namespace "$namespace" --selector "$first" --tail -1 || true
until state=$(ended) && [[ -n $state ]]; do sleep 2; done
[[ $state == Complete ]] || die "$job has failed" "\`kubectl describe $job --namespace $namespace\` says why; the other pods have logs of their own."
