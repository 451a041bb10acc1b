#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Builds pwl_float_fma with Verilator and compares it with the golden model.
#   fma_test.sh WORKDIR EXP_BITS MAN_BITS FTZ all|COUNT SEED [FAULT]
# With a FAULT (see library.sh) the comparison must find mismatches.
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/float/library.sh"
need verilator
work=$1 exp_bits=$2 man_bits=$3 ftz=$4 vectors=$5 seed=$6 fault=${7:-none}

copy_library "$work/rtl"
plant "$work/rtl" "$fault"
if command -v ccache >/dev/null; then export OBJCACHE=ccache; fi
verilator --cc --exe --build -O3 --language 1364-2005 --prefix Vdut --top-module pwl_float_fma \
  -GExpBits="$exp_bits" -GManBits="$man_bits" -GFtz="$ftz" -CFLAGS "-std=c++17 -O2 -I$PWLFORGE_SOURCE" \
  -MAKEFLAGS OPT_FAST=-O2 --Mdir "$work/build" "$work"/rtl/pwl_float_{fma,fma_add,fma_round,multiply,round}.v \
  "$PWLFORGE_SOURCE"/tests/float/fma_driver.cpp "$PWLFORGE_SOURCE"/sim/golden/{float_unit,rounding}.cpp \
  >"$work/build.log" 2>&1 || fail "Verilator build failed: $(tail -5 "$work/build.log")"

status=0
"$work/build/Vdut" "$exp_bits" "$man_bits" "$ftz" "$vectors" "$seed" || status=$?
if [[ $fault == none ]]; then exit "$status"; fi
[[ $status == 1 ]] || fail "the fault $fault was not caught (driver exit code $status)"
echo "fault $fault caught"
