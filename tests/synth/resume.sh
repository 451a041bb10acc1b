#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# A comparison that is killed in the middle and started again gives the report of an undisturbed one, byte for byte; a run
# with nothing changed takes seconds.
# Usage: resume.sh    PWLFORGE names the program, PWLFORGE_SOURCE the sources
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need yosys sta gnuplot
need_osu018
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir tmp
export TMPDIR="$work/tmp"
# Whichever is done first, the other is in the middle of its work.
configs=paper-int8-8,truth-table-1

# Killed with its children as soon as the first result is kept; -9 leaves no time to tidy up.
export PWLFORGE_CACHE="$work/cache"
setsid "$PWLFORGE" compare --configs "$configs" -o report >/dev/null 2>&1 &
group=$!
kept() { find "$PWLFORGE_CACHE/synth" -name '*.json' 2>/dev/null | wc -l; }
for _ in $(seq 1 1200); do
  [ "$(kept)" -ge 1 ] && break
  sleep 0.05
done
kill -9 -- "-$group"
wait "$group" 2>/dev/null || true
[ "$(kept)" = 1 ] || fail "killed too early or too late: $(kept) of 2 kept"
[ ! -e report ] || fail "half a report was written: $(ls -R report)"

"$PWLFORGE" compare --configs "$configs" -o report >/dev/null
start=$(date +%s)
"$PWLFORGE" compare --configs "$configs" -o again >/dev/null
seconds=$(($(date +%s) - start))
[ "$seconds" -le 10 ] || fail "$seconds s with nothing changed"
PWLFORGE_CACHE="$work/other" "$PWLFORGE" compare --configs "$configs" -o undisturbed >/dev/null
for file in report.json report.html; do
  cmp "report/$file" "undisturbed/$file"
  cmp "report/$file" "again/$file"
done
# The clock is part of the key: another one is not answered from the old results.
"$PWLFORGE" compare --configs truth-table-1 --clock 70 -o slower --json >slower.json
python3 - <<'PY'
import json
fast = [r for r in json.load(open("report/report.json"))["rows"] if r["config"] == "truth-table-1"][0]
slow = json.load(open("slower.json"))["rows"][0]
assert slow["clock_ns"] == 70 and slow["power_mw"]["total"] < fast["power_mw"]["total"], (slow["power_mw"], fast["power_mw"])
PY
echo "killed with 1 of 2 kept, resumed, equal; $seconds s with nothing changed"
