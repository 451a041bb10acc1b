#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The benches of examples/dpi check a unit and an operator through DPI-C in Verilator, and tell faults planted in either.
# Usage: dpi.sh LIBRARY_DIRECTORY    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need verilator g++
library=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export MAKEFLAGS='OPT_FAST=-O0 OPT_SLOW=-O0 OPT_GLOBAL=-O0'
"$PWLFORGE" fit gelu --entries 8 --method uniform -o gelu.json >log 2>&1 || fail "fit: $(<log)"
"$PWLFORGE" gen --unit int8 --table gelu.json --store fixed --name gelu -o gelu >log 2>&1 || fail "gen: $(<log)"
"$PWLFORGE" gen --operator softmax --width 8 --lanes 4 --max-row 32 --store fixed --name rows -o rows >log 2>&1 ||
  fail "gen: $(<log)"

# bench TOP DIRECTORY FLAGS...: what it says in `log`.
bench() {
  rm -rf obj_dir
  verilator --binary --timing -Wno-fatal -DDUT="$2" --top "$1" -I"$PWLFORGE_SOURCE/gen/model" \
    -I"$PWLFORGE_SOURCE/examples/dpi" -y "$2/rtl" "${@:3}" "$PWLFORGE_SOURCE/examples/dpi/$1.sv" \
    $(sed "s|^|$2/|" "$2/$2.f") -LDFLAGS "-L$library -lpwlforge -Wl,-rpath,$library" >log 2>&1 ||
    fail "Verilator: $(tail -20 log)"
  timeout 100 "obj_dir/V$1" +directory="$2" >log 2>&1
}
bench unit_tb gelu -GContextBits=3 || fail "the unit: $(tail -5 log)"
grep -q '^PASS gelu: 1792 values compared' log || fail "the unit: $(tail -5 log)"
grep PASS log
bench row_tb rows || fail "the operator: $(tail -5 log)"
grep PASS log
[[ $(grep -c '^PASS' log) == 2 ]] || fail "the operator: $(tail -5 log)"

# planted TOP DIRECTORY FILE FROM TO FLAGS...
planted() {
  replace "$2/rtl/$3" "$4" "$5"
  ! bench "$1" "$2" "${@:6}" || fail "the bench passes '$5' in $3"
  grep -Eq '^FAIL|sticky' log || fail "told for another reason: $(tail -5 log)"
}
planted unit_tb gelu pwl_int_compare.v "ge = 1'b1" "ge = 1'b0" -GContextBits=3
planted row_tb rows pwl_row_gate.v "&& (excess_q || pass_last_o)" "&& 1'b0"
echo "2 planted faults told"
