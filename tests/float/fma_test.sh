#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Builds pwl_float_fma, or pwl_float_staged for MAC_STAGES above 1, with Verilator and compares it with the golden model.
#   fma_test.sh WORKDIR EXP_BITS MAN_BITS FTZ all|COUNT SEED MAC_STAGES [FAULT]
# With a FAULT (see library.sh) the comparison must find mismatches.
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/float/library.sh"
need verilator
work=$1 exp_bits=$2 man_bits=$3 ftz=$4 vectors=$5 seed=$6 stages=$7 fault=${8:-none}

copy_library "$work/rtl"
plant "$work/rtl" "$fault"
top=pwl_float_fma parameters=()
if [[ $stages -gt 1 ]]; then
  top=pwl_float_staged parameters=("-GBackCuts=$((stages - 2))" -CFLAGS "-DPWL_CYCLES=$((stages + 1))")
fi
build_driver "$work" --language 1364-2005 --top-module $top "${parameters[@]}" -GExpBits="$exp_bits" \
  -GManBits="$man_bits" -GFtz="$ftz" -y "$work/rtl" "$work/rtl/$top.v"
run_driver "$work" "$fault" "$exp_bits" "$man_bits" "$ftz" "$vectors" "$seed"
