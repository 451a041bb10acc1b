#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Emitted unit directories through the three front ends, each in silence: the files that NAME.f lists and nothing else,
# and the bench through the two front ends that simulate. The top follows the text rules.
#   units.sh covering|handshake|integer|float
# Every line of a matrix must generate: a configuration that `gen` refuses is a failure. The covering matrix, where every
# option and store stands at least once, also proves the checker by faults planted in a unit directory.
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/lint/library.sh"
need verilator iverilog yosys
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# yosys takes 10 s and more to read an FP32 or a 32-bit multiplier: those are in the long matrices.
covering() {
  cat <<'LIST'
--unit int8 --entries 8 --format f6k8b8
--unit int8 --entries 7 --format f6k8b8 --pipeline 1 --banks 2 --skid --tag 1
--unit int8 --entries 16 --format k8b16 --pipeline 2 --banks 2 --lanes 3 --tag 5 --rounding half_even
--unit int8 --entries 8 --format k8b16 --pipeline 0 --output raw
--unit int8 --entries 8 --format k8b16 --pipeline 4 --output 6 --output-unsigned --rounding floor
--unit int16 --entries 16 --format f14k16b16 --pipeline 4 --banks 2
--unit int32 --entries 2 --format k8b32 --output raw --pipeline 2
--unit int:5 --entries 3 --format f3k5b6 --pipeline 1 --skid --tag 64 --lanes 3
--unit int8 --entries 8 --format k8b16 --intercept shifted --banks 2 --pipeline 0 --skid
--unit int8 --entries 8 --format f6k8b8 --compact
--unit int8 --entries 5 --format k8b16 --compact --lanes 3 --pipeline 4 --operand-isolation
--unit int8 --entries 12 --format k8b16 --compact --banks 2 --pipeline 2 --clock-gate
--unit int8 --entries 8 --format f6k8b8 --mac-stages 2
--unit int8 --entries 5 --format k8b16 --mac-stages 3 --banks 2 --skid --lanes 3 --tag 2
--unit int8 --entries 5 --format k8b16 --mac-stages 4 --pipeline 4 --compact --operand-isolation
--unit int8 --entries 8 --format k8b16 --mac-stages 3 --output raw
--unit int8 --table many.json --store fixed --mac-stages 3 --wrap axis
--unit fp16 --entries 4 --mac-stages 4 --banks 2 --skid --tag 2
--unit bf16 --entries 4 --mac-stages 3 --pipeline 4 --compact --ftz --lanes 2
--unit fp16 --entries 5 --compact --lanes 2
--unit bf16 --entries 8 --compact --store latches --pipeline 2 --operand-isolation
--unit int8 --entries 8 --format k7b12 --compact --store latches --pipeline 1
--unit int8 --entries 8 --format f6k8b8 --store latches --banks 2 --skid
--unit bf16 --entries 8 --store registers --clock-gate --operand-isolation
--unit int8 --table many.json --store fixed --compact
--unit int8 --table one.json --store fixed --pipeline 0
--unit int8 --table many.json --table other.json --store fixed --pipeline 2 --skid --tag 2 --lanes 3
--unit int8 --table shared.json --store fixed --pipeline 4 --output raw
--unit int8 --table one.json --store truth_table --pipeline 1
--unit int8 --table other.json --store truth_table --pipeline 4 --lanes 2 --tag 1 --skid
--unit int8 --table many.json --store registers --banks 2
--unit int8 --entries 8 --format f6k8b8 --wrap axis --tag 3 --skid
--unit int:5 --entries 3 --format f3k5b40 --wrap axis --banks 2 --lanes 3 --output raw --pipeline 1
--unit int8 --table other.json --store fixed --wrap axis --pipeline 2
--unit int16 --entries 8 --format f14k16b16 --wrap axis --compact --lanes 2
--unit bf16 --entries 16 --pipeline 2 --banks 2 --skid --tag 4
--unit bf16 --table bf16.json --store fixed --pipeline 4 --lanes 2 --ftz --inf ieee
LIST
}

# Every store with every handshake.
handshake() {
  local store pipeline skid tag
  for store in "--entries 5 --format f6k8b8" "--entries 5 --format f6k8b8 --banks 2" "--table one.json --store fixed" \
    "--table many.json --table other.json --store fixed" "--table one.json --store truth_table" \
    "--table many.json --store truth_table"; do
    for pipeline in 0 1 2 3 4; do
      for skid in "" "--skid"; do
        for tag in "" "--tag 3 --lanes 3"; do echo "--unit int8 $store --pipeline $pipeline $skid $tag"; done
      done
    done
  done
}

# Every output with every rounding and intercept form at several widths, and the entry counts at the ends.
integer() {
  local unit output rounding intercept entries number=0
  for unit in "int8 --format k8b16" "int16 --format f14k16b16" "int32 --format k16b32" "int:5 --format k5b6" \
    "int:4 --format k2b2" "int:32 --format k2b64"; do
    for output in "" "--output raw" "--output 7 --output-unsigned"; do
      # A raw output is at most 64 bits wide, which a shifted intercept of 64 bits is not.
      for intercept in direct shifted; do
        [[ $unit == *b64 && $output == *raw ]] && continue
        for rounding in half_up half_even floor; do
          [[ $output == *raw && $rounding != half_up ]] && continue
          number=$((number + 1))
          echo "--unit $unit --entries 6 --intercept $intercept $output --rounding $rounding --pipeline $((number % 5))"
        done
      done
    done
  done
  echo "--unit int32 --format f30k32b32 --entries 8"
  for entries in 2 3 4 63 64; do
    echo "--unit int8 --format k8b16 --entries $entries --banks $((1 + entries % 2))"
    echo "--unit int16 --format k16b32 --entries $entries --lanes 2 --pipeline 4"
  done
}

float() {
  local unit store pipeline
  for unit in fp32 bf16 fp16; do
    for store in "--entries 3" "--entries 4 --banks 2 --ftz" "--table $unit.json --store fixed --inf ieee"; do
      for pipeline in 0 1 2 3 4; do echo "--unit $unit $store --pipeline $pipeline --skid --tag $pipeline"; done
    done
  done
  echo "--unit fp32 --entries 16 --lanes 2 --ftz --inf ieee"
  for unit in fp32 int32; do
    for stages in 2 3 4; do echo "--config plain-$unit-8 --mac-stages $stages"; done
  done
}

# table FILE FLAGS...
table() { "$PWLFORGE" fit "${@:2}" --method uniform -o "$1" >log 2>&1 || fail "fit ${*:2}: $(<log)"; }
table one.json gelu --entries 8 --scales 4
table many.json gelu --entries 8 --scales 0..6
table other.json exp --entries 6 --scales 2,5
table shared.json silu --entries 8 --format f6k8b8 --sharing shared
for unit in fp32 bf16 fp16; do table $unit.json gelu --entries 4 --format $unit; done

matrix=$1
case $matrix in covering | handshake | integer | float) ;; *) fail "no such matrix: $matrix" ;; esac
while read -r flags; do check_directory "$flags"; done < <($matrix)
echo "matrix $matrix: $designs units ($files files) silent in 3 front ends"
[[ $matrix == covering ]] || exit 0

"$PWLFORGE" gen --unit int8 --entries 4 --format f6k8b8 --skid --name dut -o sound >log
planted "port narrower than its net" "verilator icarus yosys" dut.v "wire [23:0] thresholds;" "wire [24:0] thresholds;"
planted "net without a driver" "verilator yosys" dut.v ".slopes_o    (slopes)," ".slopes_o    (),"
planted "undeclared net" "verilator icarus yosys" dut.v ".slopes_o    (slopes)," ".slopes_o    (slops),"
planted "output left open" "verilator yosys" dut.v ".flag_o (saturated_o)" ".flag_o ()"
planted "a file that the list forgets" "$checks" dut.f "rtl/pwl_skid.v" ""
planted "a file that is not there" "$checks" dut.f "rtl/pwl_skid.v" "rtl/pwl_skids.v"
planted "a register of the bench that nobody reads" "verilator-bench" dut_tb.v "  reg     failed;" \
  $'  reg     failed;\n  reg     forgotten;'
planted "a net that the bench does not declare" "verilator-bench icarus-bench" dut_tb.v "  reg in_valid_i;" ""
planted "a register of the falling edge" "yosys" rtl/pwl_word_register.v "always @(posedge clk_i)" "always @(negedge clk_i)"
planted "logic before a clock pin" "yosys" rtl/pwl_skid.v "always @(posedge clk_i) begin" \
  $'wire late_clk;\n  assign late_clk = clk_i && full_o;\n  always @(posedge late_clk) begin'
echo "$faults faults planted in a unit directory seen"
