#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Proves a harness of this folder with yosys-smtbmc, and reaches its cover points.
#   prove.sh HARNESS comb|sat|abc|bounded[-N]|inductive-N|induction "P=1 Q=2" [FILE FROM TO]
# comb: one step is everything. sat: the same by yosys' own solver, for wide data paths. abc: the same by abc, which
# joins what is equal inside, for the widths that are generated. bounded: its 16 steps from
# reset. induction: bounded from reset, then the induction step. bounded-N: N steps. inductive-N: the same, then an
# induction step over at most N steps, by yosys' own solver. Points to be reached are cover statements, for z3 within as
# many steps, or, where z3 would take long, bits of an output `reached`, for yosys' own solver; a harness has one or more.
# With FILE FROM TO the text FROM of the library's FILE becomes TO in a copy, and the proof must then fail.
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/lint/library.sh"
need yosys yosys-smtbmc z3
[[ $# == 3 || ($# == 6 && -n $6) ]] || fail "prove.sh: three or six arguments, none empty (found $#: $*)"
harness=$1 method=$2 parameters=$3
source=$PWLFORGE_SOURCE/tests/formal/$harness.v
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy_library "$work/lib"
[[ $# -lt 6 ]] || replace "$work/lib/$4" "$5" "$6"

depth=1
case $method in
  comb | sat | abc) ;;
  bounded) depth=16 ;;
  induction) depth=8 ;;
  bounded-* | inductive-*) depth=${method#*-} ;;
  *) fail "no such method: $method" ;;
esac

# told: the verdict, as `scripts/proofs` reads it.
told() {
  [[ $reached -gt 0 ]] || fail "$harness reaches nothing: give it a cover statement or an output reached"
  echo "$harness $parameters: proved (${method%-*}, depth $depth), $reached points reached"
  exit 0
}

sets=""
for setting in $parameters; do sets+=" -chparam ${setting%%=*} ${setting#*=}"; done
# for_z3: the harness, once, ready for yosys-smtbmc. smt NAME FLAGS: exit code in $status, what it said in the log.
for_z3() {
  [[ ! -e $work/proof.smt2 ]] || return 0
  yosys -q -p "read_verilog -formal $source; hierarchy -check -libdir $work/lib$sets -top $harness
    prep -flatten -top $harness; async2sync; dffunmap; write_smt2 -wires $work/proof.smt2" >"$work/yosys.log" 2>&1 ||
    fail "yosys: $(<"$work/yosys.log")"
}
smt() {
  status=0
  yosys-smtbmc -s z3 -t $depth "${@:2}" "$work/proof.smt2" >"$work/$1.log" 2>&1 || status=$?
}
clocked=""
[[ $depth == 1 ]] || clocked="async2sync; dffunmap; memory_map; opt_clean;"
steps=""
[[ $depth == 1 ]] || steps="-tempinduct -tempinduct-baseonly -maxsteps $depth"
# ask WHAT: the harness, ready for the solver, and the command.
ask() {
  yosys -q -p "read_verilog -formal $source; hierarchy -check -libdir $work/lib$sets -top $harness
    prep -flatten -top $harness; delete t:\$cover; $clocked sat -verify $steps $1 -set-assumes -timeout 240 $harness"
}
# reach: how many points are reached, in $reached: cover statements, and bits of an output `reached`.
reach() {
  local points point
  reached=0
  if grep -q 'cover (' "$source"; then
    for_z3
    smt cover -c
    [[ $status == 0 ]] || fail "a cover point is out of reach: $(<"$work/cover.log")"
    reached=$(grep -c 'Reached cover statement' "$work/cover.log" || true)
  fi
  points=$(grep -oP 'output wire \[\K[0-9]+(?=:0\] reached)' "$source" || true)
  for ((point = 0; point <= ${points:--1}; ++point)); do
    status=0
    ask "-prove reached[$point] 0" >"$work/cover.log" 2>&1 || status=$?
    [[ $status != 0 ]] && grep -q 'proof did fail' "$work/cover.log" || fail "reached[$point] of $harness is out of reach"
    reached=$((reached + 1))
  done
}

if [[ $method == sat || $method == abc || $method == bounded* || $method == inductive-* ]]; then
  status=0
  # by_abc: all asserts, under the assumptions, in the words that yosys' solver has for it.
  by_abc() {
    yosys -q -p "read_verilog -formal $source; hierarchy -check -libdir $work/lib$sets -top $harness
      prep -flatten -top $harness; delete t:\$cover; delete -output w:reached; opt -full; techmap; opt; aigmap; write_aiger $work/proof.aig"
    yosys-abc -c "read_aiger $work/proof.aig; fold; orpos; strash; iprove" >"$work/abc.log"
    ! grep -q '^UNSATISFIABLE' "$work/abc.log" || return 0
    cat "$work/abc.log"
    ! grep -q '^SATISFIABLE' "$work/abc.log" || echo "proof did fail"
    return 1
  }
  if [[ $method == abc ]]; then
    by_abc >"$work/sat.log" 2>&1 || status=$?
  else
    ask -prove-asserts >"$work/sat.log" 2>&1 || status=$?
  fi
  if [[ $# -ge 6 ]]; then
    [[ $status != 0 ]] && grep -q 'proof did fail' "$work/sat.log" || fail "the planted fault was not caught: $(<"$work/sat.log")"
    echo "fault '$6' in $4 caught by $harness"
    exit 0
  fi
  [[ $status == 0 ]] || fail "$harness $parameters: $(<"$work/sat.log")"
  if [[ $method == inductive-* ]]; then
    steps="-tempinduct -maxsteps $depth"
    ask -prove-asserts >"$work/sat.log" 2>&1 || fail "$harness $parameters, induction: $(<"$work/sat.log")"
    steps="-tempinduct -tempinduct-baseonly -maxsteps $depth"
  fi
  reach
  told
fi
for_z3
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
reach
told
