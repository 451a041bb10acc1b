#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Faults planted in a copy of the library: each front end that can see one must refuse it. Proves that the lint tests
# notice what they say they notice.
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/lint/library.sh"
need verilator iverilog yosys
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# planted NAME FRONT_ENDS MODULE FROM TO
faults=0
planted() {
  local said tool
  copy_library "$work/lib"
  replace "$work/lib/$3.v" "$4" "$5"
  for tool in $2; do
    said=$(front_end "$tool" "$work/lib" "$3" "" "$work/lib/$3.v")
    [[ $said != "exit 0" ]] || fail "$tool does not see the fault $1"
  done
  echo "$1: seen by $2"
  faults=$((faults + 1))
}

planted "port narrower than its net" "verilator icarus yosys" pwl_segment '.D    (W + KW + BW)' '.D    (W + KW)'
planted "expression of the wrong width" "verilator" pwl_select "~{1'b0, reached_i}" '~reached_i'
planted "undeclared net" "verilator icarus yosys" pwl_skid 'assign full_o      = full_q' 'assign full_o      = ful_q'
planted "unknown module" "verilator icarus yosys" pwl_select 'pwl_onehot_mux #(' 'pwl_onehot_max #('
planted "unknown port" "verilator icarus yosys" pwl_select '.hot_i  (hot)' '.heat_i (hot)'
planted "inferred latch" "verilator" pwl_word_register 'always @(posedge clk_i)' 'always @*'
planted "net without a driver" "verilator yosys" pwl_skid 'assign full_o      = full_q;' ''
planted "combinational loop" "verilator yosys" pwl_onehot_mux '& {D{hot_i[i]}}' '& {D{hot_i[i]}} & ~data_o'
planted "two drivers" "yosys" pwl_skid 'assign full_o ' $'assign full_o = in_valid_i;\n  assign full_o '
planted "unused input" "verilator" pwl_sticky ' && !clear_i' ''
planted "SystemVerilog" "verilator yosys" pwl_skid 'reg         full_q' 'logic       full_q'
echo "$faults planted faults seen"
