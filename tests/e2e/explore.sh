#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# An exploration, and the commands that it gives for its units, run as they stand in the folder that it wrote: every code
# is simulated, and the area is the one that it printed. Two parts and a whole that share a cache give the same folder.
# Usage: explore.sh CACHE    with the units that stand beside the found ones; PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need verilator yosys sta
cache=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir bin && ln -s "$(command -v "$PWLFORGE")" bin/pwlforge
export PATH=$work/bin:$PATH

search=(explore exp --scales 4 --max-lsb 1 --orders 4)
pwlforge "${search[@]}" --no-synth -o found >table
cd found
run=0
for unit in latches_1lsb_trimmed_1 latches_0lsb_uniform fixed_1lsb truth_table_1lsb_rows; do
  python3 - "$unit" >commands <<'PY'
import json, sys
row = next(r for r in json.load(open("explore.json"))["rows"] if r["name"].startswith(sys.argv[1]))
print("\n".join(row["commands"][:2]))
PY
  while read -r command; do
    bash -c "$command" >output 2>&1 </dev/null || { echo "FAIL: $command"; cat output; exit 1; }
    run=$((run + 1))
  done <commands
  grep -q "0 mismatches" output || { cat output; exit 1; }
done
cd ..
echo "$run commands of units run as printed"

cp -r "$cache" alone
cp -r "$cache" shared
PWLFORGE_CACHE=$work/alone pwlforge "${search[@]}" --store truth_table -o whole --json >whole.json
export PWLFORGE_CACHE=$work/shared
for part in 0 1; do pwlforge "${search[@]}" --store truth_table --slice "$part/2" -o nothing; done
[ ! -e nothing ] || { echo "a part wrote a folder"; exit 1; }
find shared | sort >kept
pwlforge "${search[@]}" --store truth_table -o parts >/dev/null
diff -r whole parts
find shared | sort | diff kept - || { echo "something was left to synthesize after the parts"; exit 1; }
cd whole
python3 - <<'PY' >commands
import json
row = min(json.load(open("explore.json"))["rows"], key=lambda r: r["area"])
print("\n".join([row["commands"][0], row["commands"][2] + " --json >synth.json"]))
json.dump(row, open("row.json", "w"))
PY
while read -r command; do bash -c "$command" >/dev/null </dev/null; done <commands
python3 - <<'PY'
import json
row, synth = json.load(open("row.json")), json.load(open("synth.json"))
for key in ("area", "cells", "critical_path_ns", "power_mw"):
    assert row[key] == synth[key], (key, row[key], synth[key])
print(f"{row['name']}: area {row['area']}, the same from its commands; two parts gave the same folder as the whole")
PY
