#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Quantization as in ONNX, real scales and zero points on both sides: fitted, certified, generated, every code simulated.
# Usage: asymmetric.sh    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need verilator
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

tables=()
for function in gelu silu sigmoid; do
  "$PWLFORGE" fit "$function" --entries 16 --scale-in 0.0231 --zero-in -14 --scale-out 0.0157 --zero-out 3 \
    -o "$function.json" >/dev/null
  "$PWLFORGE" certify "$function.json" --max-lsb 0 --json >"$function.certificate.json"
  tables+=(--table "$function.json")
done
for store in registers fixed; do
  "$PWLFORGE" gen --unit int8 "${tables[@]}" --store "$store" --name dut -o "$store" >/dev/null
  "$PWLFORGE" sim "$store" --vectors exhaustive --stall random --json >"$store.sim.json"
  "$PWLFORGE" certify "$store" --json >"$store.certificate.json"
done
python3 - <<'PY'
import json
for store in ("registers", "fixed"):
    sim = json.load(open(f"{store}.sim.json"))
    assert sim["exhaustive"] and sim["mismatches"] == 0 and len(sim["contexts"]) == 3, sim
    assert all(c["vectors"] >= 256 and c["mismatches"] == 0 for c in sim["contexts"]), sim
    print(f"{store}: {sim['vectors']} vectors, 0 mismatches between Verilog and model")
    for verilog in json.load(open(f"{store}.certificate.json"))["certificates"]:
        name = verilog["function"]
        model = json.load(open(f"{name}.certificate.json"))
        assert (verilog.pop("source"), model.pop("source")) == ("verilog", "model"), name
        assert verilog == model, f"{name}: the certificate from Verilog is not the model's"
        context, = verilog["contexts"]
        assert context["codes"] == 256 and context["exhaustive"], context
        print(f"{store}, {name}: {context['codes']} codes, {context['mismatches']} mismatches with the ideal table")
# The planted fault: the first intercept off by an LSB.
table = json.load(open("gelu.json"))
context = table["contexts"][0]
context["intercepts"][0] += 1 << context["requant_shift"]
json.dump(table, open("wrong.json", "w"))
PY
status=0
"$PWLFORGE" certify wrong.json --max-lsb 0 >/dev/null 2>message || status=$?
[ "$status" -eq 1 ] || { echo "the planted fault was not caught (exit code $status): $(cat message)"; exit 1; }
echo "planted fault caught: $(cat message)"
