#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# NAME_cocotb.py of unit and operator directories, by the command of their README: right ones of every store, wrapper
# and arithmetic pass under several seeds; faults in the vectors, in the design and in its protocols give FAIL and exit
# code 1.
# Usage: cocotb.sh BUILD_DIRECTORY    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/package/library.sh"
need iverilog vvp
export PATH=$1/python-env/bin:$PATH PYTHONDONTWRITEBYTECODE=1
python3 -c 'import cocotb_tools.runner' 2>/dev/null || skip "cocotb is not installed; scripts/python-env does it, with network"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
table() { "$PWLFORGE" fit "${@:2}" --method uniform -o "$1" >log 2>&1 || fail "fit ${*:2}: $(<log)"; }
table gelu.json gelu --entries 8 --format f6k8b8 --sharing shared
table exp.json exp --entries 6 --scales 2,5

designs=0
design() {  # design NAME FLAGS...
  "$PWLFORGE" gen "${@:2}" --name "$1" -o "$1" >log 2>&1 || fail "gen ${*:2}: $(<log)"
  play "$1" Simulate Python || fail "$1: $(tail -20 log)"
  grep -Eq "^PASS $1: [1-9][0-9]* vectors, seed 1$" log || fail "$1 does not say PASS: $(tail -5 log)"
  grep ^PASS log
  designs=$((designs + 1))
}
design loaded --unit int8 --table gelu.json
design constants --unit int8 --table exp.json --store fixed --pipeline 1 --lanes 2
design banks --unit int:5 --entries 3 --format f3k5b40 --banks 2 --skid --tag 3 --store latches
design half --unit fp16 --entries 5 --pipeline 0
design int16 --unit int16 --entries 9 --format f14k16b16 --tag 40 --compact
design stream --unit int8 --entries 15 --format f6k8b8 --output 2 --wrap axis --tag 3
design narrow --unit int8 --entries 15 --format f6k8b8 --output 2
design stream_any --unit int:12 --entries 3 --format f3k5b40 --wrap axis --banks 2 --lanes 3
design stream_fixed --unit int8 --table exp.json --store fixed --wrap axis --output raw
design rows --operator softmax --lanes 2 --max-row 16 --entries 4
design rows_stream --operator rmsnorm --width 16 --lanes 2 --max-row 8 --affine --entries 4 --output 12 --wrap axis
design rows_fixed --operator swiglu --width 16 --lanes 2 --entries 4 --store fixed --wrap axis
design rows_ports --operator softmax --max-row 8 --entries 4 --output 5 --store fixed --wrap axis
design root --unit int8 --wide 24 --function rsqrt --entries 4
design root_stream --unit int8 --wide 24 --function rsqrt --entries 4 --wrap axis
for seed in 2 3; do
  for one in loaded rows; do
    (cd $one && python3 ${one}_cocotb.py $seed) >log 2>&1 && grep -q "vectors, seed $seed$" log || fail "$one, seed $seed: $(tail log)"
  done
done

faults=0
# caught NAME DESIGN: the bench in `wrong`, a copy of the design's directory with a fault, says FAIL.
caught() {
  local status=0
  (cd wrong && python3 "$2_cocotb.py") >log 2>&1 || status=$?
  [[ $status == 1 ]] && grep -q "^FAIL $2, seed 1" log && grep -q AssertionError log || fail "$1 gave $status: $(tail -20 log)"
  ! grep -q ^PASS log || fail "$1: PASS"
  faults=$((faults + 1))
}
planted() {  # planted NAME DESIGN FILE FROM TO
  rm -rf wrong && cp -r "$2" wrong
  replace "wrong/$3" "$4" "$5"
  caught "$1" "$2"
}
# The result of the last beat, in the low bits of its vector, differs in one of them.
rm -rf wrong && cp -r loaded wrong
beat=$(tail -1 loaded/loaded_vectors.hex)
sed -i '$ d' wrong/loaded_vectors.hex
printf '%s%x\n' "${beat:0:-1}" $((0x${beat: -1} ^ 1)) >>wrong/loaded_vectors.hex
caught "a changed vector" loaded
planted "a wrong comparator" constants rtl/pwl_int_compare.v "ge = 1'b1;" "ge = 1'b0;"
planted "a beat too few" loaded loaded_cocotb.py "VECTOR_BITS, BEATS = " "VECTOR_BITS, BEATS = 1"
planted "the flag is cleared by what sets it" narrow rtl/pwl_sticky.v "(valid_i && ready_i && event_i) ||" \
  "(valid_i && ready_i && event_i && !clear_i) ||"
planted "a waiting result is lost" loaded rtl/pwl_valid_stage.v "else if (en_i) valid_q" "else valid_q"
planted "beats enter before the first commit" loaded rtl/pwl_config_control.v "running_q && !we_i" "!we_i"
planted "a wrong tag" int16 rtl/pwl_stream_control.v ".data_i({acc_tag, acc_sel_o})" ".data_i({~acc_tag, acc_sel_o})"
planted "an output is unknown" loaded rtl/pwl_stage.v "assign data_o = data_q;" "assign data_o = en_i ? data_q : {D{1'bx}};"
planted "a commit keeps the right table out" stream rtl/pwl_bus_registers.v \
  "wdata_i[31:0] != signature" "wdata_i[31:0] == signature"
planted "the flag behind AXI4-Lite is lost" stream rtl/pwl_bus_registers.v "1'b0}}, flags_i}" "1'b0}}, {Flags{1'b0}}}"
planted "a wrong maximum" rows rtl/pwl_row_largest.v "nodes[W-1:0] > base" "nodes[W-1:0] < base"
planted "a lost last" rows_stream rows_stream.v "{core_keep, core_last, core_data}" "{core_keep, 1'b0, core_data}"
planted "keep of a lane's lowest byte only" rows_stream rtl/pwl_lane_bytes.v \
  "{Bytes{keep_i[i]}}" "{{(Bytes - 1) {1'b0}}, keep_i[i]}"
planted "a word that is only written is read" rows_stream rtl/pwl_address_map.v "|(hit & Readable)" "|hit"
planted "operands that are exchanged" rows_fixed rows_fixed.v "(in_gate)," "(in_data),"
planted "exponent and mantissa exchanged" root_stream root_stream.v "core_exponent, core_data" "core_data, core_exponent"
planted "a gapless row that is held up" rows rtl/pwl_row_gate.v "assign door         = open_i" \
  "assign door         = open_i && !rows_q[1]"
planted "a flag that is not cleared" rows_ports rtl/pwl_sticky.v "!clear_i" "1'b1"
echo "$designs designs pass, $faults planted faults noticed"
