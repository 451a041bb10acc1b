#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# A wrapped softmax under traffic, Verilated, configured by its own C driver: rows with every kind of stall, its tables
# changed many times at the ends of rows, each row of one table by the golden model.
# Usage: row_traffic.sh LIBRARY_DIRECTORY SWAPS    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need verilator g++
library=$1 swaps=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# operator NAME SCALE: directory NAME.
operator() {
  "$PWLFORGE" gen --operator softmax --lanes 2 --max-row 16 --entries 4 --scale-in "$2" --wrap axis --name "$1" -o "$1" \
    >log 2>&1 || fail "gen: $(<log)"
}
operator dut 0.0625
operator other 0.125
cp -r dut right
# program: the bench of the operator in `dut`, as it is now.
program() {
  "$PWLFORGE_SOURCE/tests/bus/build_traffic.sh" dut . row_traffic.cpp \
    -CFLAGS "-I$work/other -I$PWLFORGE_SOURCE/gen/model" -LDFLAGS "-L$library -lpwlforge -Wl,-rpath,$library" \
    >log 2>&1 || fail "Verilator: $(tail -20 log)"
}
program
made/Vdut dut other "$swaps" || fail "see above"

# planted WHAT REASON FILE FROM TO: the fault must be told, for that reason.
faults=0
planted() {
  rm -rf dut && cp -r right dut
  replace "dut/rtl/$3" "$4" "$5"
  program
  ! made/Vdut dut other 40 >log 2>&1 || fail "not noticed: $1"
  grep -q "^FAIL.*$2" log || fail "noticed for another reason: $1: $(tail -3 log)"
  faults=$((faults + 1))
}
planted "words are written under a row" "neither table" pwl_config_control.v \
  "assign busy_o = |offered_i || |held_i;" "assign busy_o = 1'b0;"
planted "a refused commit lets rows in" "a row is taken between the words and the commit" pwl_bus_registers.v \
  "Banks == 1)) && !commit_accepted" "Banks == 1)) && !commit_accepted && !(wants_commit && wrong_q)"
if ((swaps > 1000)); then
  # Rows go on entering, and the words that wait for a moment without one wait for ever.
  planted "the door stays open while words wait" "a write is not answered" pwl_bus_registers.v \
    "loaded_q && !stopped_q" "loaded_q"
fi
echo "$faults planted faults told"
