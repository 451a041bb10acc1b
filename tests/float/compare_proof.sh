#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Proves pwl_float_compare equal to a naive restatement of IEEE >=, for all operands.
#   compare_proof.sh WORKDIR EXP_BITS MAN_BITS FTZ [FAULT]
# With a FAULT (see library.sh) the proof must fail with a counterexample.
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/float/library.sh"
need yosys
work=$1 exp_bits=$2 man_bits=$3 ftz=$4 fault=${5:-none}

copy_library "$work/rtl"
plant "$work/rtl" "$fault"
status=0
yosys -q -p "
  read_verilog $work/rtl/pwl_float_compare.v $PWLFORGE_SOURCE/tests/float/compare_naive.v
  chparam -set ExpBits $exp_bits -set ManBits $man_bits -set Ftz $ftz pwl_float_compare
  chparam -set ExpBits $exp_bits -set ManBits $man_bits -set Ftz $ftz compare_naive
  hierarchy -check; proc; opt_clean
  miter -equiv -flatten -make_outputs pwl_float_compare compare_naive miter
  hierarchy -top miter; opt -full
  sat -verify -prove trigger 0 -show-inputs miter" >"$work/yosys.log" 2>&1 || status=$?
cat "$work/yosys.log"
if [[ $fault == none ]]; then
  [[ $status == 0 ]] || fail "no proof for E${exp_bits}M${man_bits}"
  echo "proved for all operands of E${exp_bits}M${man_bits}, Ftz $ftz"
else
  [[ $status != 0 ]] && grep -q 'proof did fail' "$work/yosys.log" || fail "the fault $fault was not caught"
  echo "fault $fault caught"
fi
