# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Sourced by tests: a Slurm of one node on loopback, in the temporary folder $work, which goes when the test ends. The
# test is skipped by name without Slurm, without root, and where its daemons cannot run.
for tool in slurmctld slurmd sbatch munged; do
  [ -n "$(PATH=$PATH:/usr/sbin command -v $tool)" ] || { echo "SKIPPED: $tool is not installed (slurm-wlm, munge)"; exit 77; }
done
[ "$(id -u)" -eq 0 ] || { echo "SKIPPED: Slurm's daemons need root"; exit 77; }
PATH=$PATH:/usr/sbin
work=$(mktemp -d)
chmod 755 "$work"  # munge wants its socket within reach of all
stop() {
  local pid
  for pid in "$work"/{slurmd,slurmctld,munge/munged}.pid; do
    [ ! -s "$pid" ] || kill "$(cat "$pid")" 2>/dev/null || true
  done
  # A daemon that is ending still writes here.
  for _ in {1..50}; do
    rm -rf "$work" 2>/dev/null && return
    sleep 0.1
  done
}
trap stop EXIT

mkdir "$work"/{munge,state,spool}
(umask 077; head -c 1024 /dev/urandom >"$work/munge/key")
munged --key-file="$work/munge/key" --socket="$work/munge/socket" --pid-file="$work/munge/munged.pid" \
  --log-file="$work/munge/log" --seed-file="$work/munge/seed" || { echo "SKIPPED: munged does not run here"; exit 77; }
# Ports of this test's own, so that two of them do not meet.
port=$((20000 + $$ % 20000))
host=$(hostname -s)
cat >"$work/slurm.conf" <<CONF
ClusterName=loopback
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthInfo=socket=$work/munge/socket
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SlurmdParameters=config_overrides
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
SchedulerParameters=batch_sched_delay=0,sched_interval=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
PartitionName=local Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$work/slurm.conf
slurmctld -c >/dev/null 2>&1 || true
slurmd -c >/dev/null 2>&1 || true
up=no
for _ in {1..100}; do
  if sinfo -h -o %T 2>/dev/null | grep -q idle; then up=yes; break; fi
  sleep 0.2
done
[ "$up" = yes ] || { echo "SKIPPED: Slurm's daemons do not run here: $(tail -n 1 "$work/slurmd.log" 2>/dev/null)"; exit 77; }
