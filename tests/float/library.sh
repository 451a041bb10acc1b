#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Sourced by the tests of this folder: a working copy of the float library, and faults planted in it.

source "$PWLFORGE_SOURCE/tests/library.sh"

# copy_library DIR: the modules of the project into an empty DIR.
copy_library() {
  rm -rf "$1"
  mkdir -p "$1"
  cp "$PWLFORGE_SOURCE"/rtl_templates/lib/*/*.v "$1"
}

# plant DIR FAULT: one named fault in the copy of the library.
plant() {
  case $2 in
    none) ;;
    sticky_dropped)
      replace "$1/pwl_float_round.v" 'guard_i & (sticky_i | sig_i[0])' 'guard_i & sig_i[0]' ;;
    guard_dropped)
      replace "$1/pwl_float_fma_round.v" '(value[SumBits-1-P])' '(1'"'"'b0)' ;;
    addend_sticky_dropped)
      replace "$1/pwl_float_fma_add.v" 'wire sticky = (|shifted[P-1:0])' 'wire sticky = 1'"'"'b0' ;;
    subnormal_exponent)
      replace "$1/pwl_float_round.v" 'exponent_i & {(TopBits + 1) {leading}}' 'exponent_i' ;;
    nan_payload)
      replace "$1/pwl_float_fma.v" '.y_o  (y_o)' '.y_o  (packed)'
      replace "$1/pwl_float_fma.v" 'wire [MidBits-1:0] mid;' 'wire [MidBits-1:0] mid;
  wire [ExpBits+ManBits:0] packed;
  wire a_nan = (&a_i[ManBits+:ExpBits]) & (|a_i[ManBits-1:0]);
  assign y_o = a_nan ? a_i : packed;' ;;
    stop_dropped)
      replace "$1/pwl_float_count.v" 'sum_i | stop' 'sum_i' ;;
    shifted_out_dropped)
      replace "$1/pwl_shift_out.v" 'sticky | (|(value & dropped))' 'sticky' ;;
    end_around_dropped)
      replace "$1/pwl_float_fma_sum.v" 'assign end_around = subtract & high_zero & carry & ~sticky' 'assign end_around = 1'"'"'b0' ;;
    tree_carry_dropped)
      replace "$1/pwl_float_fma_sum.v" 'rows_i[D-1] ^ rows_i[2*D-1] ^ carry_low' 'carry_low' ;;
    *) fail "no such fault: $2" ;;
  esac
}

# build_driver DIR VERILATOR_ARGUMENT...: fma_driver with the multiply-add of the arguments as DIR/build/Vdut.
build_driver() {
  local work=$1
  shift
  verilator --cc --exe --build -O3 --prefix Vdut -CFLAGS "-std=c++17 -O2 -I$PWLFORGE_SOURCE" \
    -MAKEFLAGS OPT_FAST=-O2 --Mdir "$work/build" "$@" "$PWLFORGE_SOURCE"/tests/float/fma_driver.cpp \
    "$PWLFORGE_SOURCE"/sim/golden/{float_unit,rounding}.cpp >"$work/build.log" 2>&1 ||
    fail "Verilator build failed: $(tail -5 "$work/build.log")"
}

# run_driver DIR FAULT EXP_BITS MAN_BITS FTZ all|COUNT SEED: ends the test as the driver does, or with a FAULT other than
# none as failed unless there are mismatches.
run_driver() {
  local work=$1 fault=$2 status=0
  shift 2
  "$work/build/Vdut" "$@" || status=$?
  if [[ $fault == none ]]; then exit "$status"; fi
  [[ $status == 1 ]] || fail "the fault $fault was not caught (driver exit code $status)"
  echo "fault $fault caught"
}
