#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The mapped netlist of every named configuration is proven equal to its RTL, the 32-bit ones included.
# Usage: proof_configurations.sh NAME...    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need yosys yosys-abc sta python3
need_osu018
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PWLFORGE_CACHE="$work/cache"
for config in "$@"; do
  "$PWLFORGE" gen --config "$config" -o "$work/$config" >/dev/null
  "$PWLFORGE" synth "$work/$config" --prove --json >"$work/$config.json"
  python3 - "$work/$config.json" <<'PY'
import json, sys
result = json.load(open(sys.argv[1]))
proof = result["equivalence"]["proof"]
print(result["unit"], json.dumps(proof))
assert proof["result"] == "equal to the RTL"
assert proof["registers"] == result["flip_flops"] + result["latches"] > 0
# Every output, and clock or enable, next state, clear and preset of every register of the RTL, and more.
assert proof["functions"] >= 4 * proof["registers"]
PY
done
