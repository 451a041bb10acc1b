#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Proves a harness of this folder with yosys-smtbmc, and reaches its cover points.
#   prove.sh HARNESS comb|sat|bounded|induction "P=1 Q=2" [FILE FROM TO]
# comb: one step is everything. sat: the same by yosys' own solver, for wide data paths. bounded: its 16 steps from
# reset. induction: bounded from reset, then the induction step. With FILE FROM TO the text FROM
# of the library's FILE becomes TO in a copy, and the proof must then fail.
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/lint/library.sh"
need yosys yosys-smtbmc z3
harness=$1 method=$2 parameters=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy_library "$work/lib"
[[ $# -lt 6 ]] || replace "$work/lib/$4" "$5" "$6"

sets=""
for setting in $parameters; do sets+=" -chparam ${setting%%=*} ${setting#*=}"; done
if [[ $method == sat || $method == bounded ]]; then
  status=0
  clocked=""
  [[ $method == sat ]] || clocked="async2sync; dffunmap; opt_clean;"
  steps=""
  [[ $method == sat ]] || steps="-tempinduct -tempinduct-baseonly -maxsteps 16"
  yosys -q -p "read_verilog -formal $PWLFORGE_SOURCE/tests/formal/$harness.v; hierarchy -check -libdir $work/lib$sets -top $harness
    prep -flatten -top $harness; delete t:\$cover; $clocked sat -verify $steps -prove-asserts -set-assumes -timeout 240 $harness" >"$work/sat.log" 2>&1 || status=$?
  if [[ $# -ge 6 ]]; then
    [[ $status != 0 ]] && grep -q 'proof did fail' "$work/sat.log" || fail "the planted fault was not caught: $(<"$work/sat.log")"
    echo "fault '$6' in $4 caught by $harness"
    exit 0
  fi
  [[ $status == 0 ]] || fail "$harness $parameters: $(<"$work/sat.log")"
  echo "$harness $parameters: proved ($method)"
  exit 0
fi
yosys -q -p "read_verilog -formal $PWLFORGE_SOURCE/tests/formal/$harness.v; hierarchy -check -libdir $work/lib$sets -top $harness
  prep -flatten -top $harness; async2sync; dffunmap; write_smt2 -wires $work/proof.smt2" >"$work/yosys.log" 2>&1 ||
  fail "yosys: $(<"$work/yosys.log")"
depth=8
[[ $method == induction ]] || depth=1

# smt NAME FLAGS: exit code in $status, what it said in the log.
smt() {
  status=0
  yosys-smtbmc -s z3 -t $depth "${@:2}" "$work/proof.smt2" >"$work/$1.log" 2>&1 || status=$?
}
smt bounded
if [[ $# -ge 6 ]]; then
  [[ $status != 0 ]] && grep -q 'Assert failed' "$work/bounded.log" || fail "the planted fault was not caught: $(<"$work/bounded.log")"
  echo "fault '$6' in $4 caught by $harness"
  exit 0
fi
[[ $status == 0 ]] && grep -q 'Status: PASSED' "$work/bounded.log" || fail "$harness $parameters: $(<"$work/bounded.log")"
if [[ $method == induction ]]; then
  smt induction -i
  [[ $status == 0 ]] && grep -q 'Status: PASSED' "$work/induction.log" || fail "no induction: $(<"$work/induction.log")"
fi
smt cover -c
[[ $status == 0 ]] || fail "a cover point is out of reach: $(<"$work/cover.log")"
echo "$harness $parameters: proved ($method), covers reached"
