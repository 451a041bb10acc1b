#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Generates a row operator in FP32, reads it with the three front ends and runs its bench in Icarus; or plants a fault
# that the bench must catch.
#   row_operator.sh WORKDIR softmax|rmsnorm|layernorm LANES MAX_ROW [FAULT]
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/float/library.sh"
need iverilog verilator yosys
work=$1 operator=$2 lanes=$3 row=$4 fault=${5:-none}
name=${operator}_fp32

rm -rf "$work"
"$PWLFORGE" gen --operator "$operator" --float --lanes "$lanes" --max-row "$row" --entries 8 -o "$work" >/dev/null
cd "$work"
case $fault in
  none) ;;
  lane_order) replace rtl/pwl_float_row_sum.v 'data_i[l*W+:W];' 'data_i[((l+1)%Lanes)*W+:W];' ;;
  partner_dropped) replace rtl/pwl_float_row_sum.v '.c_i(partner)' '.c_i({W{1'"'"'b0}})' ;;
  root_scale) replace rtl/pwl_float_wide_argument.v '{(ExpBits - 1) {1'"'"'b0}}, !field[0]};' '{ExpBits {1'"'"'b0}}};' ;;
  below_zero) replace rtl/pwl_float_row_mask.v ' && !data_i[l*W+W-1]' '' ;;
  not_centred) replace "$name.v" '.data_i(difference)' '.data_i(sum_data)' ;;
  *) fail "no such fault: $fault" ;;
esac
mapfile -t files <"$name.f"
if [[ $fault == none ]]; then
  said=$(verilator --lint-only -Wall --language 1364-2005 --top-module "$name" "${files[@]}" 2>&1) || fail "$said"
  said=$(yosys -q -p "read_verilog ${files[*]}; hierarchy -check -top $name; proc; check -assert" 2>&1) || fail "$said"
fi
said=$(iverilog -g2005 -Wall -o bench.vvp "${files[@]}" "${name}_tb.v" 2>&1 | grep -v timescale || true)
[[ $fault != none || -z $said ]] || fail "$said"
said=$(vvp -n bench.vvp || true)
if [[ $fault == none ]]; then
  grep -q "^PASS $name" <<<"$said" || fail "${said:0:600}"
else
  grep -q "^FAIL $name" <<<"$said" || fail "planted fault not found: $fault"
fi
tail -n 1 <<<"$said"
