#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The sweep as a job array on a Slurm of one node: every configuration is run once, by some task; a second submission
# finds every result; a task that fails is told.
set -euo pipefail
cd "$PWLFORGE_SOURCE"
source tests/slurm_node.sh

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
