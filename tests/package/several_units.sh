#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# gelu, silu and softmax in one design: their benches side by side in Icarus and Verilator, their tops in yosys, as their
# READMEs say. With --prefix, a directory shares no name with another, and sim and synth take it as any other.
# Usage: several_units.sh    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/package/several.sh"
need iverilog vvp verilator yosys
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
make_units
make_top

icarus() { iverilog -g2005 -Wall -s several -o several.vvp -y gelu/rtl -y silu/rtl -y softmax/rtl "$@" >log 2>&1; }
mapfile -t tops < <(ls {gelu,silu,softmax}/*.v)
icarus "${tops[@]}" several.v || fail "Icarus: $(tail -5 log)"
[[ ! -s log ]] || fail "Icarus says: $(tail -5 log)"
vvp -N several.vvp >log 2>&1 && grep -q '^PASS several' log || fail "several units in Icarus: $(tail -5 log)"
MAKEFLAGS='OPT_FAST=-O0 OPT_SLOW=-O0 OPT_GLOBAL=-O0' verilator --binary --timing -Wno-fatal --Mdir made --top-module several -F gelu/gelu_shared.f -F silu/silu_shared.f \
  -F softmax/softmax_shared.f {gelu,silu,softmax}/*_tb.v several.v >log 2>&1 || fail "Verilator: $(tail -5 log)"
made/Vseveral >log 2>&1 && grep -q '^PASS several' log || fail "several units in Verilator: $(tail -5 log)"
yosys -p "read_verilog $(ls {gelu,silu,softmax}/*.v | grep -v _tb.v | tr '\n' ' ') units.v
  hierarchy -check -libdir gelu/rtl -libdir silu/rtl -libdir softmax/rtl -top units; proc; check -assert; stat" >log 2>&1 ||
  fail "yosys: $(tail -5 log)"
grep -q 'pwl_row_engine' log || fail "yosys has no softmax"

# Faults: one unit is wrong; a module that two directories have is read twice.
cp silu/rtl/pwl_stage.v kept.v
sed -i 's/if (en_i) data_q <= data_i/data_q <= data_i/' {gelu,silu,softmax}/rtl/pwl_stage.v
! cmp -s kept.v silu/rtl/pwl_stage.v || fail "the fault could not be planted"
icarus "${tops[@]}" several.v || fail "Icarus: $(tail -5 log)"
! vvp -N several.vvp >log 2>&1 || fail "a stage that never waits is not noticed"
! icarus gelu/rtl/*.v silu/rtl/pwl_stage.v "${tops[@]}" several.v || fail "a module that is there twice is not noticed"

# --prefix: nothing is shared, nothing clashes.
"$PWLFORGE" gen --unit int8 --table silu.json --store fixed --name silu --prefix npu_ -o prefixed >log
! grep -rhowE 'pwl_[a-z_]+' prefixed --include='*.v' --include='*.f' --include='*.core' --include='*.vlt' |
  grep -v '^pwl_bad_' || fail "a name of the library is left"
iverilog -g2005 -Wall -s npu_silu_tb -o prefixed.vvp gelu/rtl/*.v $(sed 's|^|prefixed/|' prefixed/npu_silu.f) \
  prefixed/npu_silu_tb.v >log 2>&1 || fail "a directory with a prefix clashes: $(tail -5 log)"
"$PWLFORGE" gen --operator swiglu --entries 4 --store latches --name gate --prefix npu_ -o rows >log
(cd prefixed && vvp -N ../prefixed.vvp) >log 2>&1 && grep -q '^PASS npu_silu' log || fail "prefixed: $(tail -5 log)"
"$PWLFORGE" sim prefixed --json >sim.json || fail "sim of a directory with a prefix: $(<sim.json)"
"$PWLFORGE" sim rows --vectors random:5 --json >rows.json || fail "sim of an operator with a prefix: $(<rows.json)"
if [[ -r /usr/share/qflow/tech/osu018/osu018_stdcells.lib ]]; then
  "$PWLFORGE" gen --unit int8 --table silu.json --store fixed --name silu -o plain >log
  for one in plain prefixed; do "$PWLFORGE" synth $one --json >$one.json || fail "synth $one: $(<$one.json)"; done
  python3 - <<'PY' || fail "the prefix changes the unit: $(<plain.json) $(<prefixed.json)"
import json
plain, prefixed = (json.load(open(f"{name}.json")) for name in ("plain", "prefixed"))
assert abs(plain["area"] / prefixed["area"] - 1) < 0.01
assert sorted(plain["area_by_part"]) == sorted(prefixed["area_by_part"])
assert all(abs(plain["area_by_part"][p] - prefixed["area_by_part"][p]) < 0.05 * plain["area"] for p in plain["area_by_part"])
PY
fi
echo "three units in one design in three front ends; one without a name in common"
