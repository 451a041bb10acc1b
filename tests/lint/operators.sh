#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Emitted directories of row operators and wide units through the three front ends, each in silence: the files that
# NAME.f lists and nothing else, and the bench through the two front ends that simulate. The tops follow the text rules.
#   operators.sh covering|full
# The covering matrix also proves the checker by faults planted in an operator directory.
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/lint/library.sh"
need verilator iverilog yosys
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

covering() {
  cat <<'LIST'
--operator softmax --lanes 3 --max-row 48
--operator softmax --max-row 20 --store fixed --entries 5
--operator rmsnorm --lanes 16 --max-row 64 --affine --store latches
--operator layernorm --lanes 3 --max-row 48
--operator layernorm --max-row 37 --affine --store truth_table
--operator swiglu --lanes 16 --entries 8
--operator geglu --width 16 --entries 6 --store latches
--operator softmax --peer illm --lanes 3 --max-row 48
--operator softmax --peer ibert --width 16 --max-row 20
--operator rmsnorm --peer illm --max-row 64
--operator layernorm --peer ibert --lanes 4 --max-row 64
--operator swiglu --peer illm --lanes 3
--operator geglu --peer ibert
--operator softmax --lanes 3 --max-row 48 --wrap axis
--operator softmax --max-row 20 --store fixed --entries 5 --output 5 --wrap axis
--operator rmsnorm --width 16 --lanes 3 --max-row 24 --affine --wrap axis
--operator swiglu --lanes 2 --entries 8 --wrap axis
--operator geglu --store fixed --wrap axis
--operator layernorm --peer ibert --lanes 4 --max-row 64 --wrap axis
--operator rmsnorm --float --lanes 2 --max-row 16 --entries 4 --wrap axis
--unit int8 --wide 24
--unit int8 --wide 33 --function rsqrt --store truth_table --fraction-bits 12 --output 16
--unit int8 --wide 64 --function rsqrt --store latches
--unit int8 --wide 24 --function rsqrt --wrap axis
--unit int8 --wide 33 --store fixed --fraction-bits 12 --output 16 --wrap axis
LIST
}

full() {
  local operator width lanes store affine function
  for width in 8 16; do
    for store in registers latches fixed truth_table; do
      [[ $width == 16 && $store == truth_table ]] && continue
      for lanes in 1 3 16; do
        for operator in softmax rmsnorm layernorm swiglu geglu; do
          for affine in "" "--affine"; do
            [[ -n $affine && $operator != *norm ]] && continue
            [[ $operator == *glu ]] || affine+=" --max-row 96"
            echo "--operator $operator --width $width --lanes $lanes --entries 6 --store $store $affine"
            [[ $lanes != 3 ]] ||
              echo "--operator $operator --width $width --lanes 3 --entries 6 --store $store $affine --wrap axis"
          done
        done
      done
      for function in div rsqrt; do
        echo "--unit int$width --entries 6 --wide 24 --function $function --store $store"
        echo "--unit int$width --entries 6 --wide 64 --function $function --store $store --fraction-bits 20"
        echo "--unit int$width --entries 6 --wide 40 --function $function --store $store --wrap axis"
      done
    done
  done
}

matrix=$1
case $matrix in covering | full) ;; *) fail "no such matrix: $matrix" ;; esac
while read -r flags; do check_directory "$flags"; done < <($matrix)
echo "matrix $matrix: $designs operator directories ($files files) silent in 3 front ends"
[[ $matrix == covering ]] || exit 0

"$PWLFORGE" gen --operator softmax --max-row 16 --lanes 2 --name dut -o sound >log
planted "a file that the list forgets" "$checks" dut.f "rtl/pwl_row_gate.v" ""
# Verilator looks for it in the directory by itself.
planted "a part that the list forgets" "icarus icarus-bench yosys" dut.f "dut_wide.v" ""
echo "$faults faults planted in an operator directory seen"
