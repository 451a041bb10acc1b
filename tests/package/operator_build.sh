#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# An operator directory builds with nothing but its own files: copied elsewhere, the commands of its README, exactly as
# printed there, simulate it in Icarus and in Verilator and synthesize it. Its header compiles as C99 and as C++ without
# a warning, its core file and its list name the same files, which are all there; so does the driver of a wrapped one,
# which loads, verifies and swaps the words of the header in a device that is played.
# Usage: operator_build.sh quick|full    quick: fewer directories, fewer times Verilator; PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/package/library.sh"
need verilator iverilog yosys cc g++
python3 -c 'import yaml' 2>/dev/null || skip "python3-yaml is not installed"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# companions DIR NAME: header, driver, core and list.
companions() {
  if [[ -e $1/$2_driver.h ]]; then
    sed "s/NAME/$2/g; s/PREFIX/${2^^}/g" "$PWLFORGE_SOURCE/tests/package/operator_firmware.c" >"$1/firmware.c"
    cc -std=c99 -Wall -Wextra -pedantic -Werror -I"$1" "$1/firmware.c" -o "$1/firmware" &&
      g++ -std=c++17 -Wall -Wextra -pedantic -Werror -x c++ -I"$1" "$1/firmware.c" -o "$1/firmware" &&
      "$1/firmware" || return 1
  fi
  printf '#include "%s.h"\n#include "%s.h"\nint main(void) { return %s_LATENCY < 0; }\n' "$2" "$2" "${2^^}" >"$1/use.c"
  cc -std=c99 -Wall -Wextra -pedantic -Werror -I"$1" "$1/use.c" -o "$1/use" &&
    g++ -std=c++17 -Wall -Wextra -pedantic -Werror -x c++ -I"$1" "$1/use.c" -o "$1/use" && "$1/use" &&
    python3 - "$1" "$2" <<'PY'
import json, os, sys
import yaml
directory, name = sys.argv[1:]
listed = open(f"{directory}/{name}.f").read().split()
core = yaml.safe_load(open(f"{directory}/{name}.core"))
in_core = [f for files in core["filesets"].values() for f in files["files"] if isinstance(f, str) and f.endswith(".v")]
in_core += ["rtl/" + depend.split(":")[2] + ".v" for depend in core["filesets"]["rtl"]["depend"]]
assert sorted(set(listed)) == sorted(set(in_core) - {f"{name}_tb.v"}), (listed, in_core)
assert all(os.path.exists(f"{directory}/{f[:-2]}.core") for f in listed if f.startswith("rtl/"))
assert listed == json.load(open(f"{directory}/manifest.json"))["files"]
assert all(os.path.exists(os.path.join(directory, f)) for f in listed)
PY
}

extent=$1
full() { [[ $extent == full ]]; }
designs=0
# build NAME TOOLS FLAGS...
build() {
  build_copy "$1" "$2" "^PASS $1" "${@:3}"
  companions elsewhere/copy "$1" >log 2>&1 || fail "$1: header, core or list: $(<log)"
  designs=$((designs + 1))
}
build softmax "Icarus Verilator yosys" --operator softmax --lanes 2 --max-row 16 --entries 8
build rmsnorm "Icarus" --operator rmsnorm --lanes 3 --max-row 24 --store fixed --entries 8
build stream "Icarus" --operator softmax --lanes 3 --max-row 12 --entries 8 --wrap axis
build stream_gate "Icarus" --operator swiglu --width 16 --lanes 2 --entries 8 --store latches --wrap axis
build stream_peer "Icarus yosys" --operator rmsnorm --peer illm --lanes 2 --max-row 16 --wrap axis
build stream_root "Icarus" --unit int8 --wide 40 --function rsqrt --fraction-bits 12 --entries 8 --wrap axis
build root "Icarus yosys" --unit int8 --wide 24 --function rsqrt --entries 8
if full; then
  build layernorm "Icarus Verilator yosys" --operator layernorm --max-row 12 --affine --entries 8
  build swiglu "Icarus Verilator" --operator swiglu --lanes 2 --entries 8 --store latches
  build stream_both "Icarus Verilator" --operator softmax --lanes 3 --max-row 12 --entries 8 --wrap axis
  build stream_norm "Icarus" --operator rmsnorm --width 16 --lanes 3 --max-row 12 --affine --entries 4 --wrap axis
  build stream_fixed "Icarus" --operator softmax --max-row 12 --store fixed --entries 8 --output 5 --wrap axis
fi

# A directory that is wrong, or lacks a file, must not pass.
"$PWLFORGE" gen --operator softmax --max-row 16 --lanes 2 --entries 8 --name wrong -o wrong >log
cp -r wrong less
replace wrong/rtl/pwl_row_largest.v "nodes[W-1:0] > base" "nodes[W-1:0] < base"
! play wrong Simulate Icarus || fail "Icarus passes a wrong maximum"
grep -q '^FAIL wrong' log || fail "Icarus does not say FAIL: $(tail -3 log)"
rm less/rtl/pwl_row_gate.v
! play less Simulate Icarus || fail "Icarus builds without a module"
! companions less wrong >log 2>&1 || fail "a missing file is not noticed"

# What a wrapper can do wrong, its bench must notice: by the reason that is meant.
faults=0
second=""
if full; then second=Verilator; fi
# planted TOOLS WHAT REASON FILE FROM TO
planted() {
  local tool
  rm -rf planted && cp -r wrapped planted
  replace "planted/$4" "$5" "$6"
  for tool in $1; do
    ! play planted Simulate "$tool" || fail "$tool does not notice: $2"
    grep -q "^FAIL wrapped .*$3" log || fail "$2: noticed for another reason: $(tail -3 log)"
  done
  faults=$((faults + 1))
}
"$PWLFORGE" gen --operator rmsnorm --width 16 --lanes 2 --max-row 8 --affine --entries 4 --output 12 \
  --wrap axis --name wrapped -o wrapped >log
planted "Icarus $second" "a wrong table word" "a word reads back wrong" rtl/pwl_bus_registers.v \
  "= wdata_i[CfgBits-1:0];" "= wdata_i[CfgBits-1:0] ^ {{(CfgBits - 1) {1'b0}}, &number[1:0]};"
planted "Icarus $second" "a lost tlast" "wrong result" wrapped.v "{core_keep, core_last, core_data}" \
  "{core_keep, 1'b0, core_data}"
planted Icarus "the keep bit of another lane" "wrong result" wrapped.v \
  "s_axis_tkeep[2], s_axis_tkeep[0]" "s_axis_tkeep[0], s_axis_tkeep[2]"
planted Icarus "a keep bit of another byte" "unknown" wrapped.v "s_axis_tkeep[2], " "s_axis_tkeep[3], "
planted Icarus "a keep bit of the lowest bytes only" "bytes of a lane differ" rtl/pwl_lane_bytes.v \
  "{Bytes{keep_i[i]}}" "{{(Bytes - 1) {1'b0}}, keep_i[i]}"
planted Icarus "something above the values" "the padding is not 0" rtl/pwl_lane_bytes.v \
  "{(Bytes * 8) {1'b0}}" "{(Bytes * 8) {1'b1}}"
planted Icarus "a door that closes inside a row" "nothing moves" rtl/pwl_bus_gate.v \
  "(request_q && (!packet_q || Rows == 0))" "request_q"
planted Icarus "a word that is only written is read" "wrong answer to a read" rtl/pwl_address_map.v \
  "|(hit & Readable)" "|hit"
planted Icarus "the flags are lost" "a word reads back wrong" rtl/pwl_bus_registers.v "1'b0}}, flags_i}" \
  "1'b0}}, {Flags{1'b0}}}"
planted Icarus "ready before a table is current" "in_ready_o before the first commit" rtl/pwl_bus_gate.v \
  "= !running_i || swap" "= swap"
rm -rf wrapped
"$PWLFORGE" gen --operator swiglu --lanes 2 --store fixed --entries 8 --name wrapped -o wrapped --wrap axis >log
planted Icarus "operands that are exchanged" "wrong result" wrapped.v "(in_gate)," "(in_data),"
planted Icarus "a wrong constant" "wrong result" wrapped_core_unit.v "5'h06" "5'h07"
rm -rf wrapped
"$PWLFORGE" gen --unit int8 --wide 24 --entries 8 --name wrapped -o wrapped --wrap axis >log
planted Icarus "keep and last that are exchanged" "wrong result" wrapped_core.v "{in_keep_i, in_last_i," \
  "{in_last_i, in_keep_i,"

echo "$designs operator directories built from their own files, planted faults noticed, $faults of them in wrappers"
