#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Published GQA-LUT tables: import, certify, export, generate, simulate every code at all seven scales.
# Usage: published.sh    PWLFORGE names the program, PWLFORGE_SOURCE the sources, PWLFORGE_SHARED the measuring data
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
data=${PWLFORGE_SHARED:-$PWLFORGE_SOURCE/../shared}/data/pwl/gqa-lut
[ -d "$data" ] || skip "published tables are not here ($data)"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# Published figures (function, breakpoints in the file's name, A, Q-in, Q-all).
while read -r name a q_in q_all; do
  "$PWLFORGE" import gqa "$data/$name.json" --threshold round -o "$name.json" 2>/dev/null
  "$PWLFORGE" certify "$name.json" --json >certificate.json
  "$PWLFORGE" export gqa "$name.json" -o back.json >/dev/null
  python3 - "$name" "$a" "$q_in" "$q_all" "$data/$name.json" <<'PY'
import json, sys
name, *published, original = sys.argv[1:]
mean = json.load(open("certificate.json"))["mean"]
ours = ["%.2e" % mean[key] for key in ("a_mse", "q_in_mse", "q_all_mse")]
theirs = ["%.2e" % float(text) for text in published]
assert ours == theirs, f"{name}: measured {ours}, published {theirs}"
assert json.load(open("back.json")) == json.load(open(original)), f"{name}: export differs from what was imported"
print(f"{name}: A, Q-in, Q-all {ours} as published; export is the identity")
PY
  for store in registers fixed; do
    "$PWLFORGE" gen --unit int8 --table "$name.json" --store $store --name "${name}_$store" -o "$name-$store" >/dev/null
    for stall in none random; do
      "$PWLFORGE" sim "$name-$store" --vectors exhaustive --stall $stall --json >sim.json
      python3 - "$name $store stall $stall" <<'PY'
import json, sys
sim = json.load(open("sim.json"))
assert sim["mismatches"] == 0 and sim["exhaustive"] and len(sim["contexts"]) == 7, sim
assert all(context["vectors"] >= 256 for context in sim["contexts"]), sim
print(f"{sys.argv[1]}: {sim['vectors']} vectors, 0 mismatches")
PY
    done
  done
done <<'TABLE'
gelu_pwl_7 1.32e-4 9.97e-5 3.81e-5
gelu_pwl_15 9.88e-5 9.06e-5 9.87e-6
exp_pwl_7 4.86e-5 1.22e-4 2.17e-5
exp_pwl_15 5.30e-5 8.38e-5 1.68e-5
TABLE
