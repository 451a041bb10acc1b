#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Every module of the library, with its default parameters, through the three front ends; its parameter checks stop
# all three.
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/lint/library.sh"
need verilator iverilog yosys
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy_library "$work/lib"
library=$work/lib

modules=0
for file in "$library"/*.v; do
  parameters=""
  case $(basename "$file" .v) in
    # yosys evaluates the adder functions of FP32 for 10 s: those that contain the adder are read as FP16 here.
    pwl_float_fma | pwl_float_fma_staged | pwl_float_lane | pwl_float_lanes | pwl_float_row_subtract | pwl_float_row_sum | \
      pwl_float_row_scale | pwl_float_norm_lanes) parameters="ExpBits=5 ManBits=10" ;;
  esac
  clean "$library" "$(basename "$file" .v)" "$parameters" "$file"
  modules=$((modules + 1))
done

# module, parameters that it must reject, the fault it must name
bad_parameters="
pwl_axil_config         CfgBits=33        pwl_bad_axil_data_bits
pwl_comparator_bank     N=1               pwl_bad_entries_must_be_2_to_64
pwl_comparator_bank     N=65              pwl_bad_entries_must_be_2_to_64
pwl_comparator_bank     W=9               pwl_bad_threshold_width_below_input_width
pwl_config_control      Banks=3           pwl_bad_banks_must_be_1_or_2
pwl_decode              N=9               pwl_bad_decode_has_more_outputs_than_codes
pwl_float_comparator_bank N=1             pwl_bad_entries_must_be_2_to_64
pwl_float_compare ExpBits=1 pwl_bad_exp_bits_must_be_2_to_8
pwl_float_compare ManBits=0 pwl_bad_man_bits_must_be_1_to_23
pwl_float_condition ExpBits=1 pwl_bad_exp_bits_must_be_2_to_8
pwl_float_condition ManBits=0 pwl_bad_man_bits_must_be_1_to_23
pwl_float_fma_add ExpBits=1 pwl_bad_exp_bits_must_be_2_to_8
pwl_float_fma_add ManBits=0 pwl_bad_man_bits_must_be_1_to_23
pwl_float_fma_round ExpBits=1 pwl_bad_exp_bits_must_be_2_to_8
pwl_float_fma_round ManBits=0 pwl_bad_man_bits_must_be_1_to_23
pwl_float_round ExpBits=1 pwl_bad_exp_bits_must_be_2_to_8
pwl_float_round ManBits=0 pwl_bad_man_bits_must_be_1_to_23
pwl_float_multiply Bits=25 pwl_bad_bits_must_be_2_to_24
pwl_int_mac             W=3               pwl_bad_input_width_must_be_4_to_32
pwl_int_mac             A=15              pwl_bad_accumulator_narrower_than_operands
pwl_requantize          Rounding=3        pwl_bad_rounding_must_be_0_to_2
pwl_requantize          O=1               pwl_bad_output_width_must_be_2_to_32
pwl_stage               Depth=2           pwl_bad_stage_depth_must_be_0_or_1
pwl_store_registers     Banks=3           pwl_bad_banks_must_be_1_or_2
pwl_stream_control      Pipeline=5        pwl_bad_pipeline_must_be_0_to_4
pwl_threshold_search    N=9               pwl_bad_entries_must_be_2_to_64_and_index_fit
pwl_threshold_search    N=4               pwl_bad_entries_must_be_2_to_64_and_index_fit
pwl_threshold_search    W=9               pwl_bad_threshold_width_below_input_width
pwl_truth_table         W=13,O=1              pwl_bad_truth_table_takes_at_most_12_bits
pwl_word                Cell=3            pwl_bad_cell_must_be_0_to_2
"
rejected=0
while read -r module parameters fault; do
  [[ -n $module ]] || continue
  for tool in $front_ends; do
    said=$(front_end "$tool" "$library" "$module" "${parameters//,/ }" "$library/$module.v")
    [[ $said != *"exit 0" ]] || fail "$tool accepts $module with $parameters"
    [[ $said == *"$fault"* ]] || fail "$tool stops at $module with $parameters, but does not name $fault:
$said"
  done
  rejected=$((rejected + 1))
done <<<"$bad_parameters"

# A parameter check that is not in the list above is not tested.
while IFS=: read -r file fault; do
  module=$(basename "$file" .v)
  grep -Eq "^$module +[^ ]+ +$fault\$" <<<"$bad_parameters" || fail "no test rejects $fault of $module"
done < <(grep -o 'pwl_bad_[a-z0-9_]*' "$library"/*.v)
echo "$modules modules silent in 3 front ends, $rejected bad parameters rejected by all 3"
