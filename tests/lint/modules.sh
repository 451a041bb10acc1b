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
sets=0
for file in "$library"/*.v; do
  parameters=""
  case $(basename "$file" .v) in
    # yosys evaluates the adder functions of FP32 for 10 s: those that contain the adder are read as FP16 here.
    pwl_float_fma | pwl_float_fma_staged | pwl_float_arithmetic | pwl_float_lane | pwl_float_lanes | pwl_float_row_subtract | pwl_float_row_sum | \
      pwl_float_row_scale | pwl_float_norm_lanes) parameters="ExpBits=5 ManBits=10" ;;
  esac
  clean "$library" "$(basename "$file" .v)" "$parameters" "$file"
  modules=$((modules + 1))
done

# Parts of rows and of wide functions at other widths than their defaults.
while read -r module parameters; do
  [[ -n $module ]] || continue
  clean "$library" "$module" "${parameters//,/ }" "$library/$module.v"
  sets=$((sets + 1))
done <<'LIST'
pwl_axil_slave DataBits=64,ByteBits=3
pwl_bus_gate Banks=2,Rows=1
pwl_bus_registers DataBits=64,CfgBits=40,Flags=3,SharedRead=1,Banks=2,AddrBits=3
pwl_lane_bytes Lanes=3,D=5,Bytes=2
pwl_compare D=16,ExpBits=5,ManBits=10
pwl_comparator_bank W=16,TW=16,ExpBits=5,ManBits=10
pwl_threshold_search W=16,TW=16,ExpBits=5,ManBits=10,Shared=1
pwl_bank Shared=1
pwl_kept_word Low=2,Kept=3
pwl_kept_word Kept=0
pwl_kept_word Low=1,Kept=4,Cell=2
pwl_bank Shared=1,SW=0,RW=0,Cell=2
pwl_segment Compact=1,Shared=1
pwl_segment W=16,TW=16,KW=16,BW=16,ExpBits=5,ManBits=10
pwl_segment W=16,TW=16,KW=16,BW=16,ExpBits=5,ManBits=10,Compact=1,Shared=1
pwl_int_lane Compact=1,Shared=1,Pipeline=4
pwl_int_lane Terms=2,KW=18
pwl_int_arithmetic Terms=3,KW=27,BW=16
pwl_int_mac Terms=2,KW=18
pwl_term_sum Terms=1
pwl_int_lanes Compact=1,Lanes=3
pwl_float_lanes ExpBits=5,ManBits=10,Compact=1,Shared=1,Lanes=2
pwl_booth_digits B=25
pwl_booth_rows A=25,Rows=13,D=52
pwl_compress Rows=18,Left=3,D=65
pwl_prefix_add D=65
pwl_int_rows Rows=16,KW=32,A=65
pwl_requantize_shift A=9,O=32,RW=4
pwl_shift_out In=33,Steps=3,Low=0
pwl_leading_zeros D=76
pwl_float_count SumBits=16,TopBits=5
pwl_float_fma_rows ExpBits=2,ManBits=5,Ftz=1
pwl_float_fma_sum ExpBits=2,ManBits=5,Ftz=1
pwl_int_staged W=5,FrontCuts=2,BackCuts=1
pwl_int_staged RW=0,O=16,FrontCuts=2
pwl_float_staged ExpBits=6,ManBits=1,BackCuts=2
pwl_float_staged ExpBits=2,ManBits=20,BackCuts=1
pwl_staged_lanes Lanes=2,InputDepth=1,Compact=1,Shared=1
pwl_staged_lanes ExpBits=5,ManBits=10,W=16,TW=16,KW=16,BW=16,O=16,BackCuts=2
pwl_stream_lead Stages=3,Isolate=1,SelBits=2
pwl_floor_shift A=8,SB=3,T=12
pwl_floor_shift A=12,SB=4,T=12
pwl_gate_lanes Lanes=3,U=16,B=16,P=16,RW=6
pwl_normalize V=64,LogBits=7,W=16,Root=1,KB=6
pwl_normalize V=8,LogBits=4,W=12,KB=4
pwl_norm_affine Lanes=3,LaneBits=2,Beats=5,BeatBits=3
pwl_norm_argument Centred=1,R=62,V=60
pwl_norm_lane Centred=1
pwl_norm_lanes Lanes=3,Centred=1
pwl_norm_words Affine=1
pwl_row_buffer Depth=5,AddrBits=3
pwl_row_engine Kind=1,R=21
pwl_row_engine Kind=3,Lanes=3,R=62,S=20,Depth=21,AddrBits=5
pwl_row_gate MaxBeats=0
pwl_row_gate MaxBeats=1
pwl_row_largest Lanes=5,W=16
pwl_row_reduce Kind=1,Lanes=3,R=21
pwl_row_reduce Kind=5,Lanes=3,W=32,R=32
pwl_row_reduce Kind=2,Lanes=3,R=28
pwl_row_reduce Kind=3,Lanes=16,W=16,R=86
pwl_row_scale Lanes=3,E=12,O=10,P=16,A=29
pwl_row_subtract Lanes=3,D=9
pwl_scaled_product A=24,Left=6,Signed=0
pwl_square W=2
pwl_square W=21
pwl_wide_integer F=0,A=32,RW=6
pwl_zero_extend D=8
pwl_peer_quotient Guard=3,Octave=11,Z=8
pwl_di_exp Guard=8,Octave=2979,Z=5,E=12
pwl_i_exp Guard=1,Octave=22,B=43,C=982,E=12
pwl_peer_exp_lanes Lanes=3,W=16,Octave=3041,Z=5,E=12
pwl_peer_factor_lanes Lanes=3,Gelu=1,F=12,B=41,C=1773
pwl_peer_factor_lanes Polynomial=1,Octave=11,E=10,One=686
pwl_peer_unit_lanes Lanes=3,F=12,Mantissa=593,M=10,Shift=21,A=31,U=8
pwl_peer_share_lanes Lanes=3,E=10,D=21,P=10
pwl_peer_norm_lanes Lanes=3,Centred=1,G=3,Gain=3,D=20
pwl_divide_lanes Lanes=3,D=9,Q=10,Stages=3
pwl_divide_steps Steps=0
pwl_di_sqrt V=33,R=17,T=30
pwl_i_sqrt V=33,R=17,T=30
LIST

# module, parameters that it must reject, the fault it must name
bad_parameters="
pwl_axil_slave          ByteBits=3        pwl_bad_axil_data_bits_must_be_32_or_64
pwl_bus_registers       CfgBits=33        pwl_bad_bus_data_bits_must_hold_a_word
pwl_booth_rows          Rows=1            pwl_bad_rows_need_2_digits_and_4_more_bits
pwl_compress            Rows=2            pwl_bad_tree_must_leave_fewer_words_and_at_least_2
pwl_int_staged          FrontCuts=3       pwl_bad_integer_cuts_are_1_to_2_in_front_and_0_to_1_behind
pwl_float_staged        BackCuts=3        pwl_bad_float_cuts_are_0_to_2_behind_the_addition
pwl_float_align         ExpBits=1         pwl_bad_exp_bits_must_be_2_to_8
pwl_float_align         ManBits=0         pwl_bad_man_bits_must_be_1_to_23
pwl_stream_lead         Stages=4          pwl_bad_lead_stages_must_be_1_to_3
pwl_comparator_bank     N=1               pwl_bad_entries_must_be_2_to_64
pwl_kept_word           Low=6,Kept=3      pwl_bad_kept_bits_must_lie_in_the_word
pwl_comparator_bank     N=65              pwl_bad_entries_must_be_2_to_64
pwl_comparator_bank     W=9               pwl_bad_threshold_width_below_input_width
pwl_config_control      Banks=3           pwl_bad_banks_must_be_1_or_2
pwl_decode              N=9               pwl_bad_decode_has_more_outputs_than_codes
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
pwl_term_sum            Terms=4           pwl_bad_terms_must_be_1_to_3
pwl_floor_shift         A=1               pwl_bad_shifted_width_must_be_at_least_2
pwl_memory              Depth=17          pwl_bad_depth_must_be_2_or_more_and_address_fit
pwl_normalize           V=32              pwl_bad_log_bits_do_not_count_to_the_input_width
pwl_normalize           Root=1            pwl_bad_exponent_bits_must_be_log_bits_less_root
pwl_row_buffer          Depth=17          pwl_bad_depth_must_be_2_or_more_and_address_fit
pwl_row_gate            MaxBeats=32       pwl_bad_beat_bits_do_not_count_to_the_longest_row
pwl_zero_extend         D=9               pwl_bad_port_narrower_than_word
pwl_row_reduce          Kind=6            pwl_bad_reduction_kind_must_be_0_to_5
pwl_row_subtract        D=7               pwl_bad_difference_width_must_be_w_or_one_more
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
pwl_peer_quotient       Z=4               pwl_bad_quotient_bits_do_not_fit_the_octave
pwl_divide_steps        Steps=9           pwl_bad_steps_must_be_0_to_quotient_bits
pwl_divide_lanes        Stages=5          pwl_bad_division_stages_must_be_2_to_4
pwl_peer_norm_lanes     Shift=1           pwl_bad_divisor_narrower_than_root_or_product
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
echo "$modules modules, $sets more parameter sets silent in 3 front ends, $rejected bad parameters rejected by all 3"
