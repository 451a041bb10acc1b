#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Builds a traffic bench of the wrapped directory DIRECTORY, whose design is `dut`: WORK/made/Vdut. Of an int8 unit with two
# tables, whose outputs are those of the vectors of its own bench; of an operator with SOURCE and flags for Verilator.
#   build_traffic.sh DIRECTORY WORK [SOURCE FLAGS...]
set -euo pipefail
unit=$(realpath "$1")
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
cd "$2"
export MAKEFLAGS='OPT_FAST=-O1 OPT_SLOW=-O0'
source=${3:-traffic.cpp}
[[ $source != traffic.cpp ]] || python3 - "$unit" >expected.h <<'PY'
import json, sys
directory = sys.argv[1]
manifest = json.load(open(f"{directory}/manifest.json"))
widths, configuration, lanes = manifest["widths"], manifest["configuration"], manifest["specification"]["lanes"]
x, y = lanes * widths["input"], lanes * widths["output"]
payload = max(x + y, configuration["address_bits"] + configuration["data_bits"])
tables = []
for line in open(f"{directory}/dut_vectors.hex"):
    vector = int(line, 16)
    kind = vector >> (payload + 1)
    if kind == 2:
        tables.append({})
    if kind != 3:
        continue
    for lane in range(lanes):
        code = vector >> (y + lane * widths["input"]) & 255
        tables[-1][code] = vector >> (lane * widths["output"]) & 255
assert len(tables) == 2 and all(len(table) == 256 for table in tables)
print("static const unsigned char expected[2][256] = {")
for table in tables:
    print("  {" + ", ".join(str(table[code]) for code in range(256)) + "},")
print("};")
PY
rm -rf made
verilator --cc --exe --build -Wno-fatal --Mdir made --top-module dut -CFLAGS "-std=c++17 -I$unit -I$PWD" \
  -y "$unit/rtl" "${@:4}" $(sed "s|^|$unit/|" "$unit/dut.f") "$here/$source"
