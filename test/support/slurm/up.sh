#!/usr/bin/env bash
# A Slurm cluster of two nodes with fake GPUs on this machine, for as long as its standard input stays open.
# Usage, as root and in a mount namespace of its own: up.sh FOLDER. It prints `up` once both nodes are idle.
set -euo pipefail
folder=$1
host=$(hostname -s)
mkdir -p "$folder"/{state,spool,log,dev,run,munge}

# Jobs look for n1 by its name.
{ cat /etc/hosts; echo '127.0.0.1 n1 n2'; } >"$folder/hosts"
mount --bind "$folder/hosts" /etc/hosts

# A plain file is no GPU for slurmd; a copy of /dev/null is one.
for gpu in 0 1 2 3; do mknod "$folder/dev/nvidia$gpu" c 1 3; done

cat >"$folder/slurm.conf" <<CONF
ClusterName=ditctest
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$2
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
# How long a job that was put back waits, in seconds; by default two minutes.
AuthInfo=socket=$folder/munge/socket,cred_expire=5
CryptoType=crypto/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool/%n
SlurmctldPidFile=$folder/run/slurmctld.pid
SlurmdPidFile=$folder/run/slurmd-%n.pid
SlurmctldLogFile=$folder/log/slurmctld.log
SlurmdLogFile=$folder/log/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=bf_interval=1,sched_interval=1,batch_sched_delay=0
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
SlurmdParameters=config_overrides
GresTypes=gpu
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
KillWait=3
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$3 CPUs=8 RealMemory=8000 Gres=gpu:a800:4
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$4 CPUs=8 RealMemory=8000 Gres=gpu:a800:4
PartitionName=gpu Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
CONF
for node in n1 n2; do
  echo "NodeName=$node Name=gpu Type=a800 File=$folder/dev/nvidia[0-3]"
done >"$folder/gres.conf"
export SLURM_CONF=$folder/slurm.conf

# The daemons end once no job is left; what has not ended by then is killed.
end() {
  local file pid
  scancel --user=root 2>/dev/null || true
  for _ in {1..200}; do
    if [[ -z $(squeue -h 2>/dev/null) ]]; then break; fi
    sleep 0.1
  done
  for file in "$folder"/run/*.pid "$folder/munge/munged.pid"; do
    pid=$(<"$file")
    kill "$pid" 2>/dev/null || true
    for _ in {1..50}; do
      if ! kill -0 "$pid" 2>/dev/null; then break; fi
      sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
  done
}
trap end EXIT
# A munged of its own: the machine's may not run, and one that is started for all is left behind.
(umask 077 && head -c 128 /dev/urandom >"$folder/munge/key")
munged --force --socket="$folder/munge/socket" --key-file="$folder/munge/key" --seed-file="$folder/munge/seed" \
  --log-file="$folder/log/munged.log" --pid-file="$folder/munge/munged.pid"
slurmctld -c -i
for node in n1 n2; do slurmd -N "$node"; done
for _ in {1..600}; do
  if [[ $(sinfo -h -N -t idle | wc -l) == 2 ]]; then break; fi
  sleep 0.1
done
[[ $(sinfo -h -N -t idle | wc -l) == 2 ]]
echo up
cat >/dev/null
