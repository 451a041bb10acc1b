#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# FuseSoC simulates and lints the directories of a unit, an operator and a wide unit by their core files; a wrong
# directory fails there too. Skipped where FuseSoC is not installed (pip install fusesoc; Debian 12 has no package).
# Usage: fusesoc.sh    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need fusesoc iverilog verilator
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# run DIRECTORY NAME TARGET
run() { (cd "$1" && fusesoc --cores-root=. run --target="$3" "pwlforge:units:$2" >../log 2>&1); }

directories=0
# build NAME FLAGS...
build() {
  "$PWLFORGE" gen "${@:2}" --name "$1" -o "$1" >log 2>&1 || fail "gen ${*:2}: $(<log)"
  run "$1" "$1" sim || fail "$1: FuseSoC does not simulate it: $(tail -5 log)"
  grep -q "^PASS $1" log || fail "$1: the bench does not say PASS: $(tail -5 log)"
  run "$1" "$1" lint || fail "$1: FuseSoC does not lint it: $(tail -5 log)"
  directories=$((directories + 1))
}
build unit --unit int8 --entries 8 --format f6k8b8 --tag 2
build softmax --operator softmax --lanes 2 --max-row 16 --entries 8
build layernorm --operator layernorm --max-row 12 --affine --entries 8
build swiglu --operator swiglu --lanes 2 --entries 8 --store latches
build root --unit int8 --wide 24 --function rsqrt --entries 8 --fraction-bits 12

replace softmax/rtl/pwl_row_largest.v "nodes[W-1:0] > base" "nodes[W-1:0] < base"
rm -rf softmax/build
! run softmax softmax sim || fail "FuseSoC passes a wrong maximum"
grep -q '^FAIL softmax' log || fail "the bench does not say FAIL: $(tail -5 log)"
rm -rf root/build root/rtl/pwl_normalize.v
! run root root lint || fail "FuseSoC passes a directory without a file"
echo "$directories directories simulated and linted by FuseSoC, a wrong one and an incomplete one refused"
