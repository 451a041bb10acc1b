#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The mapped netlist of every named configuration is proven equal to its RTL, the 32-bit ones included: in osu018, or in
# a Liberty file that stands in PWLFORGE_SHARED (default: ../shared beside the sources).
# Usage: proof_configurations.sh osu018|FILE NAME...    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need yosys yosys-abc sta python3
library=$1
shift
if [[ $library == osu018 ]]; then
  need_osu018
else
  library=${PWLFORGE_SHARED:-$PWLFORGE_SOURCE/../shared}/data/liberty/$library
  [[ -r $library ]] || skip "no $library"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PWLFORGE_CACHE="$work/cache"
for config in "$@"; do
  "$PWLFORGE" gen --config "$config" -o "$work/$config" >/dev/null
  begin=$SECONDS
  "$PWLFORGE" synth "$work/$config" --liberty "$library" --prove --json >"$work/$config.json"
  python3 - "$work/$config.json" "$((SECONDS - begin))" <<'PY'
import json, sys
result = json.load(open(sys.argv[1]))
proof = result["equivalence"]["proof"]
print(f"{result['unit']} in {result['liberty']}, synthesized and proven in {sys.argv[2]} s: {json.dumps(proof)}", flush=True)
assert proof["result"] == "equal to the RTL"
assert proof["registers"] == result["flip_flops"] + result["latches"] > 0
# Every output, and clock or enable, next state, clear and preset of every register of the RTL, and more.
assert proof["functions"] >= 4 * proof["registers"]
PY
done
echo "$# configurations proven in $(basename "$library")"
