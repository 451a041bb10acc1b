#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# What `certify` prints for people: the numbers of its JSON, for tables of every kind, wide units and operators.
# Usage: texts.sh    PWLFORGE names the program, PWLFORGE_SOURCE the repository
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# told NAME FLAGS...: NAME.txt and NAME.json.
told() {
  "$PWLFORGE" certify "${@:2}" >"$1.txt"
  "$PWLFORGE" certify "${@:2}" --json >"$1.json"
}
fit() { "$PWLFORGE" fit "${@:2}" --method uniform -o "$1.json" >/dev/null; }
fit int8 gelu --entries 4 --scales 2,4
fit wide16 gelu --entries 8 --input-bits 24 --output-bits 24 --format k24b48 --scales 20
fit half tanh --entries 8 --format fp16
fit single tanh --entries 8 --format fp32
told integer int8.json --least-entries
told sampled wide16.json
told fp16 half.json
told fp32 single.json
"$PWLFORGE" gen --unit int8 --wide 14 --function rsqrt --name wide -o wide >/dev/null
told wide wide
"$PWLFORGE" gen --operator rmsnorm --width 8 --max-row 16 --name norm -o norm >/dev/null
told norm norm

python3 - <<'PY'
import json, re

def read(name):
    return json.load(open(f"{name}.json")), open(f"{name}.txt").read().splitlines()

def line(lines, *cells):
    """The one line whose first cells these are."""
    found = [one.split() for one in lines if one.split()[: len(cells)] == list(cells)]
    assert len(found) == 1, (cells, lines)
    return found[0]

certificate, lines = read("integer")
for context in certificate["contexts"]:
    least = context["least_entries"]
    codes = line(lines, f"{context['scale']:.7g}", str(context["codes"]))
    assert codes[2] == str(context["mismatches"]), codes
    row = line(lines, f"{context['scale']:.7g}", str(least["exact"]))
    assert row[5] == str(least["within_one"]) and least["within_one"] <= least["exact"], row
certificate, lines = read("sampled")
(context,) = certificate["contexts"]
row = line(lines, f"{context['scale']:.7g}", str(context["codes"]))
assert not context["exhaustive"] and context["codes"] < 1 << 24 and "sampled" in " ".join(row), row
for name, exhaustive in ("fp16", True), ("fp32", False):
    certificate, lines = read(name)
    (context,) = certificate["contexts"]
    row = line(lines, str(context["codes"]), str(context["mismatches"]))
    assert context["exhaustive"] == exhaustive == ("sampled" not in " ".join(row)), row
    assert f"{context['mse']:.4g}" in row, row
certificate, lines = read("wide")
assert f"largest relative error {certificate['max_relative_error']:.3g} at {certificate['worst']}" in lines[0], lines
for octave in certificate["octaves"]:
    assert line(lines, str(octave["octave"]), f"{octave['max_relative_error']:.4g}")[3] == str(octave["worst"])
certificate, lines = read("norm")
assert certificate["rows"]
for rows in certificate["rows"]:
    row = line(lines, str(rows["length"]), rows["distribution"])
    assert row[2:4] == [str(rows["rows"]), str(rows["elements"])], row
print("certify: the texts of six certificates hold the numbers of their JSON")
PY
