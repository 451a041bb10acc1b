#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# Loadable units whose words are trimmed to their tables, in every kind of cells, banks and wrapper: every code of every
# context, random tables that the words hold, reloads; and a bit too few, which must be caught.
# Usage: trimmed.sh    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need verilator iverilog
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

"$PWLFORGE" fit exp --entries 6 --scales 3..5 -o exp.json >/dev/null
"$PWLFORGE" fit tanh --entries 8 --scales 2..4 -o tanh.json >/dev/null
tables=(--table exp.json --table tanh.json)
bits=()
while read -r name flags; do
  read -ra words <<<"$flags"
  "$PWLFORGE" gen --unit int8 "${tables[@]}" "${words[@]}" --name "$name" --trim -o "$name" >/dev/null
  "$PWLFORGE" sim "$name" --vectors exhaustive --stall random --engine both --json >"$name.json"
  python3 - "$name" <<'PY'
import json, sys
name = sys.argv[1]
sim = json.load(open(name + ".json"))
assert sim["exhaustive"] and sim["mismatches"] == 0 and len(sim["contexts"]) == 6, sim
manifest = json.load(open(name + "/manifest.json"))
words = manifest["configuration"]["words"]
kept = sum(w.get("kept", [0, w["bits"]])[1] for w in words)
whole = sum(w["bits"] for w in words)
assert kept < whole, (kept, whole)
print(f"{name}: {sim['vectors']} vectors, 0 mismatches, {kept} of {whole} bits kept")
PY
  (cd "$name" && iverilog -g2005-sv -o /dev/null -f "$name.f")
done <<'LIST'
plain_registers --store registers
gated_registers --store registers --clock-gate --pipeline 4
two_banks --store registers --banks 2 --skid
latched --store latches --compact --pipeline 2
behind_bus --store latches --wrap axis
LIST

# The planted fault: the widest slope keeps a bit less than the tables need.
python3 - <<'PY'
import re
path = "latched/latched.v"
text = open(path).read()
start = text.index("SlopeKept = {")
end = text.index("};", start)
body = text[start:end]
widest = max(re.findall(r"16'h(\w{4})", body), key=lambda w: int(w[2:], 16))
assert int(widest[2:], 16) >= 2
body = body.replace("16'h" + widest, "16'h%s%02x" % (widest[:2], int(widest[2:], 16) - 1))
open(path, "w").write(text[:start] + body + text[end:])
PY
status=0
"$PWLFORGE" sim latched --vectors exhaustive >message 2>&1 || status=$?
[ "$status" -eq 1 ] || { echo "the planted fault was not caught (exit code $status)"; cat message; exit 1; }
echo "planted fault caught"
