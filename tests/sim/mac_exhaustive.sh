#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Every case of the 8-bit multiply-accumulate, then the same driver on a core with a planted fault.
#   mac_exhaustive.sh WORKDIR
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need verilator
work=$1
mkdir -p "$work"

run() {  # run NAME VERILOG: builds and runs the driver
  verilator --cc --exe --build -O3 --language 1364-2005 --prefix Vdut --top-module pwl_int_mac \
    -GW=8 -GKW=8 -GBW=8 -GSW=3 -GA=16 -CFLAGS "-std=c++17 -O2 -I$PWLFORGE_SOURCE" -MAKEFLAGS OPT_FAST=-O2 \
    --Mdir "$work/$1" "$2" "$PWLFORGE_SOURCE"/tests/sim/mac_driver.cpp \
    "$PWLFORGE_SOURCE"/sim/golden/{integer_unit,rounding}.cpp >"$work/$1.log" 2>&1 ||
    { echo "Verilator build failed:"; tail -5 "$work/$1.log"; exit 1; }
  "$work/$1/Vdut"
}

core="$PWLFORGE_SOURCE/rtl_templates/lib/arithmetic/pwl_int_mac.v"
run sound "$core"

mkdir -p "$work/rtl"
grep -q 'addend = intercept << shift_i;' "$core" || { echo "the fault could not be planted"; exit 1; }
sed "s/addend = intercept << shift_i;/addend = intercept << (shift_i \& 3'd5);/" "$core" >"$work/rtl/pwl_int_mac.v"
if run faulty "$work/rtl/pwl_int_mac.v"; then echo "the planted fault was not caught"; exit 1; fi
echo "planted fault caught"
