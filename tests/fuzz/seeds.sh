#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Inputs of the readers to begin with, from what the program itself writes: DIRECTORY/READER/*.
# Usage: seeds.sh PWLFORGE DIRECTORY
set -euo pipefail
pwlforge=$(realpath "$1")
mkdir -p "$2"
cd "$2"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p table unit_manifest operator_manifest gqa pwl_json pwl_csv samples vectors rows values liberty checkpoint tokenizer \
  stories netlist timing rules outcome
"$pwlforge" fit gelu --entries 3 --scales 3 -o table/optimal.json >/dev/null
"$pwlforge" fit div --entries 2 --scales 5 --format f5k9b9 --method uniform --objective q_all -o table/div.json >/dev/null
"$pwlforge" fit tanh --entries 3 --format fp16 --method uniform --objective q_all -o table/fp16.json >/dev/null
"$pwlforge" fit exp --entries 2 --scale-in 0.03 --zero-in 5 --scale-out 0.004 --zero-out -3 -o table/real.json >/dev/null
printf -- '-1,0\n0,0.5\n2,1\n' >samples/three
"$pwlforge" fit mine --samples samples/three --entries 2 --scales 4 -o table/sampled.json >/dev/null
"$pwlforge" fit silu --entries 3 --scales 2,3 --format f6k8b8 --sharing shared -o "$work/shared.json" >/dev/null
cp "$work/shared.json" table/shared.json
"$pwlforge" export gqa "$work/shared.json" -o gqa/silu.json >/dev/null

unit() {  # unit NAME flags of gen...
  local name=$1
  shift
  "$pwlforge" gen "$@" -o "$work/$name" >/dev/null
  cp "$work/$name/manifest.json" "unit_manifest/$name"
}
unit registers --unit int:4 --entries 2 --format k8b16 --pipeline 2
unit loaded --unit int8 --table table/optimal.json --tag 3 --skid
unit fixed --unit int8 --store fixed --table table/optimal.json --pipeline 1
unit truth_table --unit int8 --store truth_table --table table/real.json
unit float --unit fp16 --entries 2 --compact
unit axis --unit int8 --entries 2 --format f6k8b8 --wrap axis --banks 2
operator() {
  local name=$1
  shift
  "$pwlforge" gen "$@" -o "$work/$name" >/dev/null
  cp "$work/$name/manifest.json" "operator_manifest/$name"
}
operator softmax --operator softmax --max-row 8 --peer ibert
operator rmsnorm --operator rmsnorm --max-row 8 --peer illm
operator swiglu --operator swiglu --max-row 8 --entries 2
operator axis --operator swiglu --max-row 8 --entries 2 --wrap axis
operator wide --unit int:4 --wide 8 --entries 2

printf '{"function": "gelu", "slopes": [0, 0.5, 1], "intercepts": [0, 0.1, 0], "breakpoints": [-1, 1]}' >pwl_json/gelu
printf 'breakpoint,slope,intercept\n,0,0\n-1,0.5,0.1\n1,1,0\n' >pwl_csv/gelu
printf '# codes\n-128\n0xff\n5 # five\n' >vectors/codes
printf '1,2,x,-3\n-128 127; -\n' >rows/masked
printf '1:2 3:4\n5:-6\n' >rows/pairs
printf '17\n16777215\n' >rows/wide
printf 'value\n0.5\n-1e3\n' >values/numbers
printf '0.5 1 2.5\n-1, 2e-3\n' >values/rows
printf '1:2 0.5:-1\n' >values/pairs
printf 'a b ab\n<|endoftext|>\naaaa \xc3\xa4 b<|endoftext|>' >stories/three

cell='{ area : 2; pin (A) { direction : input; capacitance : 0.1; } pin (Y) { direction : output; function : "!A"; timing () { related_pin : "A"; timing_sense : negative_unate; cell_rise (scalar) { values ("0.1"); } } } }'
flop='cell (DFF) { area : 5; ff (IQ, IQN) { next_state : "D"; clocked_on : "CK"; clear : "!RN"; }
pin (D) { direction : input; } pin (CK) { direction : input; clock : true; } pin (RN) { direction : input; }
pin (Q) { direction : output; function : "IQ"; timing () { related_pin : "CK"; timing_type : rising_edge; cell_rise (d) { index_1 ("0.1, 1"); values ("1, 2"); } } } }'
head='library (l) { time_unit : "1ns"; voltage_unit : "1V"; leakage_power_unit : "1nW"; capacitive_load_unit (1,pf); nom_voltage : 1.8;
lu_table_template (d) { variable_1 : input_net_transition; index_1 ("0.1, 1"); }'
printf '%s\ncell (INV) %s\n%s }\n' "$head" "$cell" "$flop" >liberty/plain
printf '%s\ninclude_file (part.lib);\n%s }\n\fcell (INV) %s\n\fMACRO INV\n SIZE 2 BY 3 ;\n' "$head" "$flop" "$cell" >liberty/parts
printf '%s\ncell (LAT) { latch (IQ, IQN) { data_in : "D"; enable : "(E + !G)"; } pin (E) { direction : input; }
internal_power () { related_pin : "E"; rise_power (scalar) { values ("1"); } } leakage_power () { when : "E * !D"; value : 2; } }\n%s }\n' \
  "$head" "$flop" >liberty/latch

cat >netlist/small <<'JSON'
{"modules": {"top": {"ports": {"clk_i": {"direction": "input", "bits": [2]}, "a": {"direction": "input", "bits": [3, 4]},
"y": {"direction": "output", "bits": [7, "0"]}}, "cells": {
"g": {"type": "NAND2", "connections": {"A": [3], "B": [4], "Y": [5]}},
"h": {"type": "INV", "connections": {"A": [5], "Y": [6]}},
"r": {"type": "DFF", "connections": {"D": [6], "CK": [2], "Q": [7]}}}}}}
JSON
sed 's/"h": {"type": "INV"/"h": {"type": "inner"/; s/}}}}}}$/}}}, "inner": {"ports": {}, "cells": {"i": {"type": "INV", "connections": {}}}}}}/' \
  netlist/small >netlist/hierarchy
cat >timing/log <<'LOG'
BEGIN path
Startpoint: i2 (rising edge-triggered flip-flop clocked by clk)
Endpoint: y[0] (output port clocked by clk)
edge_slack 18.5
worst_slack 17.25
slew i0/Y 1e-10 2e-10 1e-10 3e-10
arc i0/A i0/Y rise fall 1e-11 2e-11 B
arc i1/A i1/Y fall rise 1e-11 2e-11
slew a[0] 0 0 0 0
LOG
printf '{"schema": "pwlforge.rules/1", "liberty": "tiny", "clock_ns": 20.0, "workload": "normal", "tolerance_percent": {"area": 1, "logic_depth": 10, "power_mw": 2}, "configs": {"a": {"area": 1, "logic_depth": 2, "power_mw": 0.5}}}' >rules/one
python3 - <<'PY'
import struct
def checkpoint(name, dim, hidden, layers, heads, kv, vocabulary, length):
    kv_dim = dim // heads * kv
    numbers = abs(vocabulary) * dim * (1 if vocabulary > 0 else 2) + dim + length * (dim // heads)
    numbers += layers * (2 * dim + 2 * dim * dim + 2 * dim * kv_dim + 3 * dim * hidden)
    header = struct.pack("<7i", dim, hidden, layers, heads, kv, vocabulary, length)
    open("checkpoint/" + name, "wb").write(header + struct.pack("<%df" % numbers, *[0.5] * numbers))
checkpoint("shared", 2, 1, 1, 1, 1, 1, 1)
checkpoint("own", 4, 3, 2, 2, 1, -3, 2)
open("checkpoint/versioned", "wb").write(struct.pack("<ii", 0x616b3432, 1) + bytes(40))
tokens = ["<unk>", "<s>", "</s>"] + ["<0x%02X>" % byte for byte in range(256)] + ["a"]
data = b"".join(struct.pack("<fi", 0.5, len(t)) + t.encode() for t in tokens)
open("tokenizer/bytes", "wb").write(struct.pack("<i", 6) + data)
def outcome(name, magic, counters, lists):
    open("outcome/" + name, "wb").write(struct.pack("<Q", magic) + struct.pack("<%dQ" % counters, *range(counters)) + bytes(8 * lists))
outcome("unit", 0x3154554F4C5750, 8, 4)
open("outcome/output", "wb").write(struct.pack("<Q8Q", 0x3154554F4C5750, *range(8)) + bytes(16) +
                                   struct.pack("<QQ4sQQ", 1, 4, b"rule", 2, 3) + struct.pack("<Q3s", 3, b"abc"))
outcome("rows", 0x32574F524C5750, 16, 3)
PY
