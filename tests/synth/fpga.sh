#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# INT8 units in FPGAs: iCE40 placed and routed with a clock, ECP5 and Xilinx mapped.
# Usage: fpga.sh ice40|mapped    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need yosys
if [ "$1" = ice40 ]; then
  need nextpnr-ice40
  families=(ice40)
else
  families=(ecp5 xilinx)
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for config in paper-int8-8 paper-int8-16; do
  "$PWLFORGE" gen --config "$config" -o "$config" >/dev/null
  for family in "${families[@]}"; do
    "$PWLFORGE" synth "$config" --fpga "$family" --json >result.json
    cmp result.json "$config/synth/$family/synth.json"
    python3 - "$config" "$family" "$config/synth/$family" <<'PY'
import json, sys
config, family, folder = sys.argv[1:]
r = json.load(open("result.json"))
print(config, family, r["luts"], "LUTs", r["flip_flops"], "flip-flops", r["carries"], "carries", r["dsps"], "multipliers",
      "mapped" if r["fmax_mhz"] is None else f"{r['fmax_mhz']} MHz")
entries = int(config.split("-")[-1])
# Thresholds of 8 bits, slopes of 6 and intercepts of 8 at least; nothing unmapped.
assert r["flip_flops"] >= 8 * (entries - 1) + 14 * entries, r
assert 200 < r["luts"] < 7680, r
assert not [cell for cell in r["cells_by_type"] if cell.startswith("$")], r
if family == "ice40":
    assert r["stage"] == "placed and routed" and 20 < r["fmax_mhz"] < 400 and "nextpnr-ice40" in r["tools"], r
else:
    assert r["stage"] == "mapped" and r["fmax_mhz"] is None, r
commands = open(folder + "/commands.sh").read()
assert "yosys" in commands and (family != "ice40" or "nextpnr-ice40" in commands), commands
PY
  done
done
