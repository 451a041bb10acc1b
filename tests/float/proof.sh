#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Proves a float module equal to its naive restatement in this folder, for all operands.
#   proof.sh WORKDIR compare|condition "ExpBits=5 ManBits=10 Ftz=0" [FAULT]
# With a FAULT (see library.sh) the proof must fail with a counterexample.
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/float/library.sh"
need yosys
work=$1 module=$2 settings=$3 fault=${4:-none}

copy_library "$work/rtl"
plant "$work/rtl" "$fault"
sets=''
for setting in $settings; do sets+=" -set ${setting%%=*} ${setting#*=}"; done
status=0
yosys -q -p "
  read_verilog $work/rtl/pwl_float_$module.v $PWLFORGE_SOURCE/tests/float/${module}_naive.v
  chparam$sets pwl_float_$module
  chparam$sets ${module}_naive
  hierarchy -check; proc; opt_clean
  miter -equiv -flatten -make_outputs pwl_float_$module ${module}_naive miter
  hierarchy -top miter; opt -full
  sat -verify -prove trigger 0 -show-inputs miter" >"$work/yosys.log" 2>&1 || status=$?
cat "$work/yosys.log"
if [[ $fault == none ]]; then
  [[ $status == 0 ]] || fail "no proof of $module for $settings"
  echo "$module: proved for all operands, $settings"
else
  [[ $status != 0 ]] && grep -q 'proof did fail' "$work/yosys.log" || fail "the fault $fault was not caught"
  echo "fault $fault caught"
fi
