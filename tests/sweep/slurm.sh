#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The sweep as a job array on a Slurm of one node, set up on loopback in a temporary folder: every configuration is run
# once, by some task; a second submission finds every result; a task that fails is told. Skipped by name without Slurm,
# without root, and where its daemons cannot run.
set -euo pipefail
cd "$PWLFORGE_SOURCE"
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

sweep() { scripts/sweep units --strength 1 --slurm 3 --results "$work/results" >"$work/said" 2>&1; }
sweep || { echo "FAIL: the sweep"; cat "$work/said" "$work"/results/log/*.log; exit 1; }
grep -q '3 of 3 tasks left a log' "$work/said" || { echo "FAIL:"; cat "$work/said"; exit 1; }
wanted=$(build/bin/sweep units --strength 1 --list | grep -c '^unit=')
kept=$(find "$work/results" -name '*.json' | wc -l)
lines=$(cat "$work"/results/log/*.log | grep -c '^ok   cycle unit=')
[ "$wanted" -gt 3 ] && [ "$kept" -eq "$wanted" ] && [ "$lines" -eq "$wanted" ] ||
  { echo "FAIL: $wanted configurations, $lines lines, $kept results"; exit 1; }

sweep || { echo "FAIL: the second submission"; exit 1; }
known=$(cat "$work"/results/log/*.log | grep -c ', known$')
[ "$known" -eq "$wanted" ] || { echo "FAIL: $known of $wanted results were found again"; exit 1; }

# Planted: a result that tells a difference, and a task that ends badly.
one=$(find "$work/results" -name '*.json' | sort | head -n 1)
sed -i 's/"wrong": ""/"wrong": "\\nplanted"/' "$one"
if sweep; then echo "FAIL: a planted difference passes"; exit 1; fi
grep -q '1 with a difference' "$work/said" || { echo "FAIL: the difference is not told"; cat "$work/said"; exit 1; }
if scripts/slurm-array --tasks 2 --name bad --folder "$work" --wait -- test {task} -eq 0 >"$work/said" 2>&1; then
  echo "FAIL: a task that fails passes"
  exit 1
fi
grep -q 'a task failed' "$work/said" || { echo "FAIL:"; cat "$work/said"; exit 1; }
echo "$wanted configurations in 3 tasks, $known found again, 2 planted faults told"
