#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# A unit directory builds with nothing but its own files: copied elsewhere, the commands of its README, exactly as
# printed there, simulate it in Icarus and in Verilator and synthesize it.
# Usage: unit_build.sh    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/package/library.sh"
need verilator iverilog yosys
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# build NAME TOOLS FLAGS...
units=0
build() {
  build_copy "$1" "$2" "^PASS $1: [1-9][0-9]* vectors" "${@:3}"
  units=$((units + 1))
}

table() { "$PWLFORGE" fit "${@:2}" --method uniform -o "$1" >log 2>&1 || fail "fit ${*:2}: $(<log)"; }
table gelu.json gelu --entries 8 --format f6k8b8 --sharing shared
table exp.json exp --entries 6 --scales 2,5

build loaded "Icarus Verilator yosys" --unit int8 --table gelu.json --banks 2 --tag 3 --lanes 2 --skid
build constants "Icarus" --unit int8 --table exp.json --store fixed --pipeline 1
build rows "Icarus yosys" --unit int8 --table exp.json --store truth_table --pipeline 2
build any "Icarus yosys" --unit int:5 --entries 3 --format f3k5b6 --output raw --pipeline 0 --skid
build stream "Icarus yosys" --unit int8 --table gelu.json --wrap axis --tag 3
build stream_any "Icarus" --unit int:5 --entries 3 --format f3k5b40 --wrap axis --banks 2 --lanes 3
build stream_fixed "Icarus" --unit int8 --table exp.json --store fixed --wrap axis --output raw --skid
build wide "Icarus" --unit int32 --entries 8 --format f30k32b32 --tag 40
build floating "Icarus" --unit bf16 --entries 8 --banks 2 --pipeline 4
build half "Icarus" --unit fp16 --entries 5 --pipeline 0 --ftz

# The bench must not pass a wrong unit, and a directory without one of its files must not build.
"$PWLFORGE" gen --unit int8 --table exp.json --store fixed --name wrong -o wrong >log
sed -i "s/ge = 1'b1;/ge = 1'b0;/" wrong/rtl/pwl_int_compare.v
grep -q "ge = 1'b0;" wrong/rtl/pwl_int_compare.v || fail "the fault could not be planted"
for tool in Icarus Verilator; do
  ! play wrong Simulate $tool || fail "$tool passes a wrong comparator"
  grep -q '^FAIL wrong' log || fail "$tool does not say FAIL: $(tail -3 log)"
done
# So is each fault of the AXI4-Lite slave and its registers.
planted() {  # planted NAME FILE FROM TO
  "$PWLFORGE" gen --unit int8 --entries 15 --format f6k8b8 --output 2 --wrap axis --name planted -o planted >log
  replace "planted/rtl/$2" "$3" "$4"
  ! play planted Simulate Icarus || fail "the bench does not notice: $1"
}
planted "an offset without a word is answered" pwl_address_map.v "assign mapped_o   = |hit" "assign mapped_o   = 1'b1"
planted "a write answers before the unit has taken it" pwl_axil_slave.v "(access_q && !wait_i)" "access_q"
planted "an answer is withdrawn" pwl_axil_slave.v "write_q ? s_axil_bready : s_axil_rready" "1'b1"
planted "single bytes are written" pwl_bus_registers.v "write_i && !full_i" "1'b0"
planted "a wrong checksum is taken" pwl_bus_registers.v "wdata_i[31:0] != signature" "1'b0"
planted "the flag is lost" pwl_bus_registers.v "1'b0}}, flags_i}" "1'b0}}, {Flags{1'b0}}}"
rm wrong/rtl/pwl_stage.v
for tool in Icarus Verilator; do
  ! play wrong Simulate $tool || fail "$tool builds without a module"
done
echo "$units unit directories built from their own files, planted faults noticed"
