#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# A wrapped unit under traffic, Verilated, configured by its own C driver: a beat a cycle, stalls of every kind, gelu and
# exp switched thousands of times, and everything a bus can do wrong.
# Usage: traffic.sh [all]    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need verilator g++ python3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export MAKEFLAGS='OPT_FAST=-O1 OPT_SLOW=-O0'
"$PWLFORGE" fit gelu --entries 8 --scales 4 --method uniform -o gelu.json >log 2>&1 || fail "fit: $(<log)"
"$PWLFORGE" fit exp --entries 8 --scales 4 --method uniform -o exp.json >log 2>&1 || fail "fit: $(<log)"

# build LANES BANKS FLAGS...: unit directory `unit`.
build() {
  "$PWLFORGE" gen --unit int8 --table gelu.json --table exp.json --wrap axis --tag 2 --lanes "$1" --banks "$2" "${@:3}" \
    --name dut -o unit >log 2>&1 || fail "gen: $(<log)"
  program || fail "lanes and banks $*: see above"
}

# program: the bench of the unit in `unit`, as it is now.
program() {
  "$PWLFORGE_SOURCE/tests/bus/build_traffic.sh" unit . >log 2>&1 ||
    fail "Verilator: $(tail -20 log)"
}

# traffic LANES BANKS SWAPS FLAGS...
traffic() {
  build "$1" "$2" "${@:4}"
  made/Vdut "$3" | sed "s/^/$1 lanes, $2 banks ${*:4}: /" || fail "lanes, banks, swaps $*: see above"
}

# planted WHAT FILE FROM TO: the fault must be told.
faults=0
planted() {
  build 2 2
  replace "unit/rtl/$2" "$3" "$4"
  program
  ! made/Vdut 200 >log 2>&1 || fail "not noticed: $1"
  grep -q '^FAIL' log || fail "noticed for another reason: $1: $(tail -3 log)"
  faults=$((faults + 1))
}

if [[ ${1:-} == all ]]; then
  traffic 1 2 10000
  traffic 4 2 10000 --compact
  traffic 8 2 10000 --mac-stages 3
  traffic 2 1 10000
  traffic 1 1 10000 --compact
  planted "a commit inside a packet" pwl_bus_gate.v "(!packet_q || (Banks == 1 && Rows == 0))" "1'b1"
  planted "a beat is taken while the input is closed" pwl_bus_gate.v "out_ready_i && !closed" "out_ready_i"
  planted "words are written during a swap" pwl_bus_registers.v "write_i && pending_q &&" "write_i && 1'b0 &&"
  planted "an error is forgotten" pwl_bus_registers.v "found | (errors_q & ~cleared)" "found"
  planted "ready through the wrapper" pwl_skid.v "assign in_ready_o  = !full_q;" "assign in_ready_o  = !full_q || out_ready_i;"
else
  traffic 2 2 10000
  planted "a commit that does not wait for the slice" pwl_bus_gate.v "closed && !behind_i" "closed"
fi
echo "$faults planted faults told"
